package io.gatehouse.tests.kubernetes;

import io.gatehouse.jetty.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** What a user of an API server has asked for, and what of it was refused. */
final class AuditLog {
    private final Set<String> used = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();

    private AuditLog() {}

    static AuditLog of(Path file, String user) throws IOException {
        AuditLog log = new AuditLog();
        for (String line : Files.readAllLines(file)) {
            if (line.contains(user) && line.endsWith("}")) {
                log.add(map(Json.read(line)), user);
            }
        }
        return log;
    }

    private void add(Map<?, ?> event, String user) {
        Map<?, ?> object = map(event.get("objectRef"));
        if (!user.equals(map(event.get("user")).get("username")) || object.isEmpty()) {
            return;
        }
        String permission =
                permission(event.get("verb"), text(object.get("apiGroup")), resource(object), text(object.get("name")));
        used.add(permission);
        if ("403".equals(text(map(event.get("responseStatus")).get("code")))) {
            refused.add(permission);
        }
    }

    private static String resource(Map<?, ?> object) {
        String sub = text(object.get("subresource"));
        return object.get("resource") + (sub.isEmpty() ? "" : "/" + sub);
    }

    /** {@code list secrets//NAME}, as {@link #used} has it. */
    static String permission(Object verb, String group, String resource, String name) {
        return verb + " " + resource + "." + group + (name.isEmpty() ? "" : " " + name);
    }

    /** Each permission that a role gives. */
    static Set<String> grants(String roleYaml) {
        Set<String> grants = new TreeSet<>();
        for (Object each : (List<?>) map(new Yaml().load(roleYaml)).get("rules")) {
            Map<?, ?> rule = map(each);
            List<?> names = rule.get("resourceNames") instanceof List<?> given ? given : List.of("");
            for (Object group : (List<?>) rule.get("apiGroups")) {
                for (Object resource : (List<?>) rule.get("resources")) {
                    for (Object verb : (List<?>) rule.get("verbs")) {
                        names.forEach(name -> grants.add(permission(verb, text(group), text(resource), text(name))));
                    }
                }
            }
        }
        return grants;
    }

    /** Whether a permission was made use of. */
    boolean uses(String permission) {
        return has(used, permission);
    }

    /** Whether a permission was missed, whatever the object's name. */
    boolean misses(String permission) {
        return has(refused, permission);
    }

    private static boolean has(Set<String> some, String permission) {
        return some.stream().anyMatch(each -> each.equals(permission) || each.startsWith(permission + " "));
    }

    Set<String> refused() {
        return refused;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
