package io.gatehouse.source.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private static Diagnostic finding(Diagnostic.Level level) {
        return new Diagnostic(
                "GH0103", level, new Position("cluster:x", 1, 2), null, "spec.hosts[0]", "bad", "mend it");
    }

    @Test
    void anObjectWithoutFindingsIsAccepted() {
        assertEquals(
                Map.of(
                        "type", "Accepted",
                        "status", "True",
                        "reason", "Valid",
                        "message", "",
                        "observedGeneration", 3L,
                        "lastTransitionTime", "2026-01-02T03:04:05Z"),
                conditions(ObjectStatus.of(null, 3, List.of(), NOW)).get(0));
    }

    @Test
    void anErrorRefusesAndAWarningDoesNot() {
        Map<?, ?> refused = conditions(ObjectStatus.of(null, 1, List.of(finding(Diagnostic.Level.ERROR)), NOW))
                .get(0);
        assertEquals("False", refused.get("status"));
        assertEquals("error GH0103 spec.hosts[0]: bad (mend it)", refused.get("message"));
        assertEquals(
                "True",
                conditions(ObjectStatus.of(null, 1, List.of(finding(Diagnostic.Level.WARNING)), NOW))
                        .get(0)
                        .get("status"));
    }

    @Test
    void whatTheObjectSaysAlreadyIsNotWrittenAgain() {
        Map<String, Object> written = ObjectStatus.of(null, 1, List.of(finding(Diagnostic.Level.ERROR)), NOW);
        assertNull(ObjectStatus.of(written, 1, List.of(finding(Diagnostic.Level.ERROR)), LATER));
    }

    @Test
    void theTimeOfTheConditionMovesOnlyWhenItTurns() {
        Map<String, Object> written = ObjectStatus.of(null, 1, List.of(), NOW);
        assertEquals(
                "2026-01-02T03:04:05Z",
                conditions(ObjectStatus.of(written, 2, List.of(), LATER)).get(0).get("lastTransitionTime"));
        assertEquals(
                "2026-01-02T03:05:05Z",
                conditions(ObjectStatus.of(written, 2, List.of(finding(Diagnostic.Level.ERROR)), LATER))
                        .get(0)
                        .get("lastTransitionTime"));
    }

    @Test
    void conditionsOfOthersStay() {
        Map<String, Object> other = Map.of("conditions", List.of(Map.of("type", "Reconciled", "status", "True")));
        assertEquals(2, conditions(ObjectStatus.of(other, 1, List.of(), NOW)).size());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> conditions(Map<String, Object> status) {
        assertNotNull(status);
        return (List<Map<?, ?>>) status.get("conditions");
    }
}
