package io.gatehouse.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.tests.conformance.data.Json;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import io.gatehouse.validate.Validator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the verdict about every recorded configuration to the recorded one. */
class RecordedConfigurationsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_0-9]+)}");

    @Test
    void aConfigurationIsRefusedExactlyWhenTheRealOneWas() {
        Recordings recordings = new Recordings(Path.of("src/test/resources/conformance/cases"));
        List<String> differences = new ArrayList<>();
        for (String group : recordings.groups()) {
            for (String line : recordings.lines(group)) {
                RecordedCase recorded = RecordedCase.of(Json.parseObject(line));
                List<Diagnostic> errors = errors(recorded);
                boolean refused = !errors.isEmpty();
                if (refused != recorded.refused() || !namesTheRefused(recorded, errors)) {
                    differences.add(recorded.id() + ": " + (recorded.refused() ? "recorded as refused" : "" + errors));
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    private static boolean namesTheRefused(RecordedCase recorded, List<Diagnostic> errors) {
        List<String> named = errors.stream()
                .filter(error -> error.resource() != null)
                .map(error -> error.resource().kind() + "/" + error.resource().name())
                .toList();
        return !recorded.refused() || named.containsAll(recorded.refusedObjects());
    }

    private static List<Diagnostic> errors(RecordedCase recorded) {
        Decoded decoded = new ResourceDecoder().decode(recorded.id(), withPorts(recorded.config()));
        List<Diagnostic> all = new ArrayList<>(decoded.diagnostics());
        all.addAll(Validator.standard().validate(ResourceSet.of(decoded.resources())));
        return all.stream().filter(Diagnostic::isError).toList();
    }

    /** Any ports will do: nothing listens. Each placeholder gets its own. */
    private static String withPorts(String config) {
        List<String> seen = new ArrayList<>();
        return PLACEHOLDER.matcher(config).replaceAll(placeholder -> {
            String name = placeholder.group(1);
            if (name.equals("CERTS")) {
                return "/certs";
            }
            if (!seen.contains(name)) {
                seen.add(name);
            }
            return Matcher.quoteReplacement(Integer.toString(20000 + seen.indexOf(name)));
        });
    }
}
