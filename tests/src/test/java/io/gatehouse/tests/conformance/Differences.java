package io.gatehouse.tests.conformance;

import io.gatehouse.jetty.tls.TlsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Where we answer otherwise than recorded, from {@code conformance/differences.yaml}: settled as stricter, X
 */
public final class Differences {
    private final Map<String, Integer> settled = new TreeMap<>();
    private final Map<String, String> different = new TreeMap<>();
    private final Set<String> jdkOnly = new TreeSet<>();
    private final Map<String, String> container = new TreeMap<>();

    private Differences(Map<String, Object> yaml) {
        entries(yaml, "settled").forEach(e -> settled.put(e.get("case").toString(), (Integer) e.get("status")));
        entries(yaml, "different").stream().filter(Differences::onThisJava).forEach(e -> {
            different.put(e.get("case").toString(), reason(e));
            if ("jdk".equals(e.get("tls"))) {
                jdkOnly.add(e.get("case").toString());
            }
        });
        entries(yaml, "container").forEach(e -> container.put(e.get("case").toString(), reason(e)));
    }

    public static Differences load() {
        try (InputStream in = Differences.class.getResourceAsStream("/conformance/differences.yaml")) {
            return new Differences(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status that we answer by decision, or 0. */
    public int settledStatus(String caseId) {
        return settled.getOrDefault(caseId, 0);
    }

    /** Why this case may fail on a port of the gateway's own with the JDK's TLS, or null when it must pass. */
    public String reason(String caseId) {
        return different.get(caseId);
    }

    /** The same, with one of the implementations of TLS. */
    public String reason(String caseId, TlsProvider tls) {
        return tls == TlsProvider.CONSCRYPT && jdkOnly.contains(caseId) ? null : reason(caseId);
    }

    /** The same of gateway.war alone on a container's port. */
    public String reasonInContainer(String caseId) {
        return different.getOrDefault(caseId, container.get(caseId));
    }

    /** Cases that are answered otherwise by decision, with the status that they get. */
    public Map<String, Integer> settled() {
        return settled;
    }

    /** Cases that differ on every engine, with the reason. */
    public Map<String, String> different() {
        return different;
    }

    /** Cases that differ where gateway.war is alone in a container only, with the reason. */
    public Map<String, String> container() {
        return container;
    }

    private static boolean onThisJava(Map<String, Object> entry) {
        Object last = entry.get("untilJava");
        return last == null || Runtime.version().feature() <= (Integer) last;
    }

    private static String reason(Map<String, Object> entry) {
        return entry.get("reason") + ": " + entry.get("evidence");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Map<String, Object> yaml, String section) {
        List<Map<String, Object>> entries = (List<Map<String, Object>>) yaml.get(section);
        return entries == null ? List.of() : entries;
    }
}
