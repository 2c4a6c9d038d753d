package io.gatehouse.hosted;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.upstream.DnsSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a hosted gateway is told by its host, by name.
 *
 * @param config {@code gatehouse.config}: directories and files of YAML, separated by commas; {@code /etc/gatehouse} by
 *     default
 * @param labels {@code gatehouse.labels}: of this gateway, {@code k=v,…}; {@code istio=ingressgateway} by default
 * @param namespace {@code gatehouse.namespace}: of this gateway; {@code istio-system} by default
 * @param certs {@code gatehouse.certs}: the directory that stands for {@code /etc/istio/ingressgateway-certs}; null, the
 *     default, leaves that path as it is
 * @param serverHeader {@code gatehouse.server-header}: value of the {@code server} response header; {@code envoy} by
 *     default
 * @param accessLog {@code gatehouse.access-log}: the file where a line of JSON a request goes, {@code -} for standard
 *     output; null, the default, for nowhere
 * @param dns {@code gatehouse.dns.…}: how names of upstreams are looked up
 */
public record HostedConfig(
        List<Path> config,
        Map<String, String> labels,
        String namespace,
        @Nullable Path certs,
        String serverHeader,
        @Nullable String accessLog,
        DnsSettings dns) {
    /** The names, as system properties have them. */
    public static final String CONFIG = "gatehouse.config";

    /** See {@link #labels}. */
    public static final String LABELS = "gatehouse.labels";

    /** See {@link #namespace}. */
    public static final String NAMESPACE = "gatehouse.namespace";

    /** See {@link #certs}. */
    public static final String CERTS = "gatehouse.certs";

    /** See {@link #serverHeader}. */
    public static final String SERVER_HEADER = "gatehouse.server-header";

    /** See {@link #accessLog}. */
    public static final String ACCESS_LOG = "gatehouse.access-log";

    private static final String DEFAULT_CONFIG = "/etc/gatehouse";

    public HostedConfig {
        config = List.copyOf(config);
        labels = Map.copyOf(labels);
    }

    /**
     * Reads a configuration.
     *
     * @param values gives the value of a name, null or blank for the default
     */
    public static HostedConfig read(Function<String, @Nullable String> values) {
        CompileOptions defaults = CompileOptions.DEFAULT;
        String labels = value(values, LABELS, null);
        String certs = value(values, CERTS, null);
        return new HostedConfig(
                paths(String.valueOf(value(values, CONFIG, DEFAULT_CONFIG))),
                labels == null ? defaults.labels() : labels(labels),
                String.valueOf(value(values, NAMESPACE, defaults.namespace())),
                certs == null ? null : Path.of(certs),
                String.valueOf(value(values, SERVER_HEADER, defaults.serverHeader())),
                value(values, ACCESS_LOG, null),
                DnsSettings.read(values));
    }

    private static @Nullable String value(
            Function<String, @Nullable String> values, String name, @Nullable String otherwise) {
        String value = values.apply(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static List<Path> paths(String text) {
        List<Path> paths = new ArrayList<>();
        for (String path : text.split(",")) {
            if (!path.isBlank()) {
                paths.add(Path.of(path.strip()));
            }
        }
        return paths;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : text.split(",")) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(LABELS + ": \"" + label + "\" is not key=value");
            }
            labels.put(
                    label.substring(0, equals).strip(),
                    label.substring(equals + 1).strip());
        }
        return labels;
    }

    CompileOptions compileOptions() {
        return CompileOptions.DEFAULT
                .withLabels(labels)
                .withNamespace(namespace)
                .withServerHeader(serverHeader)
                .withDynamicDns(dns.dynamic() != DnsSettings.Dynamic.OFF)
                .withCertsDirectory(certs == null ? null : certs.toString());
    }
}
