package io.gatehouse.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of differences stays short and honest. */
class DifferencesTest {
    private static final int MOST = 10;
    private final Differences differences = Differences.load();

    @Test
    void fewCasesDiffer() {
        assertTrue(
                differences.different().size() <= MOST,
                () -> differences.different().toString());
    }

    @Test
    void everyDifferenceHasAReasonAndEvidence() {
        differences.different().forEach((id, reason) -> assertTrue(!reason.contains("null"), id + ": " + reason));
        differences.container().forEach((id, reason) -> assertTrue(!reason.contains("null"), id + ": " + reason));
    }

    @Test
    void onlyRecordedCasesAreListed() throws Exception {
        Set<String> recorded = new Recordings(Main.resource("conformance/cases"))
                .cases(group -> true, Ports.choose()).stream()
                        .map(RecordedCase::id)
                        .collect(Collectors.toSet());
        Set<String> listed = new TreeSet<>(differences.different().keySet());
        listed.addAll(differences.container().keySet());
        listed.removeAll(recorded);
        assertEquals(Set.of(), listed);
    }
}
