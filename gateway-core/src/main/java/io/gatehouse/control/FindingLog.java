package io.gatehouse.control;

import io.gatehouse.resource.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one log line for each finding that is new, and none for one that stays. */
final class FindingLog {
    private static final Logger LOG = LoggerFactory.getLogger("gatehouse.config");

    private Set<String> known = Set.of();

    void write(List<Diagnostic> diagnostics) {
        Set<String> now = new HashSet<>();
        for (Diagnostic diagnostic : diagnostics) {
            String line = diagnostic.toString();
            if (now.add(line) && !known.contains(line)) {
                (diagnostic.isError() ? LOG.atError() : LOG.atWarn()).log("{}", line);
            }
        }
        long mended = known.stream().filter(line -> !now.contains(line)).count();
        if (mended > 0 && now.isEmpty()) {
            LOG.info("all findings are mended");
        }
        known = now;
    }
}
