package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.json.Json;
import io.gatehouse.source.kubernetes.ClusterReader.Found;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of a cluster on the screen. */
final class ClusterTable {
    private static final String ROW = "%-17s %-15s %-30s %-9s %s%n";

    private ClusterTable() {}

    static void print(List<Found> objects, GetCommand.Output output, boolean single, PrintWriter out) {
        switch (output) {
            case YAML ->
                objects.forEach(object -> {
                    out.println("---");
                    out.print(withoutMarker(object.yaml()));
                });
            case JSON -> out.print(Json.pretty(single ? Json.read(objects.get(0).json()) : list(objects)));
            case TABLE -> {
                out.printf(ROW, "KIND", "NAMESPACE", "NAME", "ACCEPTED", "AGE");
                objects.forEach(object -> out.printf(
                        ROW,
                        object.kind(),
                        object.namespace(),
                        object.name(),
                        object.accepted(),
                        age(object.created(), Instant.now())));
            }
        }
    }

    private static Object list(List<Found> objects) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "List",
                "items",
                objects.stream().map(object -> Json.read(object.json())).toList());
    }

    private static String withoutMarker(String yaml) {
        return yaml.startsWith("---\n") ? yaml.substring(4) : yaml;
    }

    /** In the largest unit of which there are two, as kubectl has it. */
    static String age(@Nullable Instant created, Instant now) {
        if (created == null) {
            return "";
        }
        Duration age = Duration.between(created, now);
        if (age.toDays() >= 2) {
            return age.toDays() + "d";
        }
        if (age.toHours() >= 2) {
            return age.toHours() + "h";
        }
        return age.toMinutes() >= 2 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }
}
