package io.gatehouse.source.kubernetes;

import io.gatehouse.resource.Diagnostic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An {@code IstioStatus}: the condition {@code Accepted}, and a validation message for each finding. Conditions that
 * others wrote stay.
 */
final class ObjectStatus {
    private static final String ACCEPTED = "Accepted";

    private ObjectStatus() {}

    /** The status that says this; null when the object says so already. */
    static @Nullable Map<String, Object> of(
            @Nullable Object current, long generation, List<Diagnostic> findings, Instant now) {
        Map<?, ?> before = current instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> oldCondition = Map.of();
        List<Object> conditions = new ArrayList<>();
        for (Object each : before.get("conditions") instanceof List<?> list ? list : List.of()) {
            if (each instanceof Map<?, ?> condition && ACCEPTED.equals(condition.get("type"))) {
                oldCondition = condition;
            } else {
                conditions.add(each);
            }
        }
        boolean valid = findings.stream().noneMatch(Diagnostic::isError);
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", ACCEPTED);
        condition.put("status", valid ? "True" : "False");
        condition.put("reason", valid ? "Valid" : "Invalid");
        condition.put("message", message(findings));
        condition.put("observedGeneration", generation);
        List<Map<String, Object>> messages =
                findings.stream().map(ObjectStatus::validationMessage).toList();
        boolean said = condition.entrySet().stream().allMatch(same(oldCondition))
                && messages.equals(Objects.requireNonNullElse(before.get("validationMessages"), List.of()));
        if (said) {
            return null;
        }
        boolean turned = !Objects.equals(oldCondition.get("status"), condition.get("status"));
        Object since = turned ? null : oldCondition.get("lastTransitionTime");
        condition.put(
                "lastTransitionTime",
                since == null ? now.truncatedTo(ChronoUnit.SECONDS).toString() : since);
        conditions.add(condition);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("observedGeneration", generation);
        status.put("conditions", conditions);
        status.put("validationMessages", messages);
        return status;
    }

    private static java.util.function.Predicate<Map.Entry<String, Object>> same(Map<?, ?> old) {
        // Numbers come as int or as long.
        return entry -> String.valueOf(entry.getValue()).equals(String.valueOf(old.get(entry.getKey())));
    }

    /** Every finding in a sentence, without the position, which means nothing in a cluster. */
    static String message(List<Diagnostic> findings) {
        return findings.stream().map(Diagnostic::sentence).distinct().collect(Collectors.joining("; "));
    }

    private static Map<String, Object> validationMessage(Diagnostic finding) {
        return Map.of(
                "level",
                finding.isError() ? "ERROR" : "WARNING",
                "type",
                Map.of("code", finding.code(), "name", finding.field().isEmpty() ? "object" : finding.field()));
    }
}
