package io.gatehouse.tests.kubernetes;

import io.gatehouse.jetty.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * JSON schemas for kubeconform, of every kind that an API server serves: what its OpenAPI says, but no field beside.
 * They stand in a directory, one file a kind.
 */
final class Schemas {
    private static final String KINDS = "x-kubernetes-group-version-kind";
    private static final String ANY_FIELD = "x-kubernetes-preserve-unknown-fields";

    private Schemas() {}

    /** How kubeconform finds them. */
    static String location(Path directory) {
        return directory + "/{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json";
    }

    static void write(ApiServer cluster, Path directory) throws Exception {
        Map<?, ?> paths = map(map(Json.read(cluster.get("/openapi/v3"))).get("paths"));
        for (Map.Entry<?, ?> path : paths.entrySet()) {
            // .../v1: the others tell of groups, not of kinds
            if (path.getKey().toString().matches("apis?/(.*/)?v\\d\\w*")) {
                String place = map(path.getValue()).get("serverRelativeURL").toString();
                String all = cluster.get(place).replace("#/components/schemas/", "#/definitions/");
                String group = path.getKey().toString().replace('/', '-') + ".json";
                write(group, map(map(Json.read(all)).get("components")), directory);
            }
        }
    }

    private static void write(String group, Map<?, ?> components, Path directory) throws IOException {
        Map<String, Object> closed = new LinkedHashMap<>();
        map(components.get("schemas")).forEach((name, schema) -> closed.put(name.toString(), closed(schema)));
        Files.writeString(directory.resolve(group), Json.compact(Map.of("definitions", closed)));
        for (Map.Entry<String, Object> schema : closed.entrySet()) {
            // An options kind belongs to many groups
            if (map(schema.getValue()).get(KINDS) instanceof List<?> kinds && kinds.size() == 1) {
                Map<?, ?> kind = map(kinds.get(0));
                // kubeconform takes the version of the core group for its group
                String named = kind.get("group").toString().isEmpty()
                        ? "v1"
                        : kind.get("group").toString();
                String file = kind.get("kind") + "-" + named + "-" + kind.get("version") + ".json";
                Files.writeString(
                        directory.resolve(file.toLowerCase(Locale.ROOT)),
                        Json.compact(Map.of("$ref", group + "#/definitions/" + schema.getKey())));
            }
        }
    }

    /** What is in {@code oneOf} and its like judges an object a second time, and need not know all its fields. */
    private static Object closed(Object value) {
        if (!(value instanceof Map<?, ?> schema)) {
            return value;
        }
        Map<String, Object> closed = new LinkedHashMap<>();
        schema.forEach((key, each) -> closed.put(key.toString(), each));
        closed.computeIfPresent("items", (key, items) -> closed(items));
        closed.computeIfPresent("additionalProperties", (key, each) -> closed(each));
        closed.computeIfPresent("properties", (key, properties) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            map(properties).forEach((name, field) -> fields.put(name.toString(), closed(field)));
            return fields;
        });
        if (closed.containsKey("properties") && !Boolean.TRUE.equals(closed.get(ANY_FIELD))) {
            closed.putIfAbsent("additionalProperties", false);
        }
        return closed;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
