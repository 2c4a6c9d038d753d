package io.gatehouse.compile;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler must know of the gateway that it compiles for.
 *
 * @param labels of this gateway, which Gateway selectors, Services and {@code sourceLabels} choose by;
 *     {@code istio=ingressgateway} by default
 * @param namespace of this gateway: where Secrets are, and what {@code exportTo} and {@code sourceNamespace} are
 *     compared with; {@code istio-system} by default
 * @param serverHeader value of the {@code server} response header unless a MeshConfig says otherwise; {@code envoy} by
 *     default
 * @param certsDirectory the directory that stands for {@code /etc/istio/ingressgateway-certs} and
 *     {@code /etc/istio/ingressgateway-ca-certs}; null leaves those paths as they are
 * @param clusterDomain the suffix of Kubernetes service names; {@code cluster.local} by default
 * @param dynamicDns whether ServiceEntries of resolution DYNAMIC_DNS are served; false by default
 */
public record CompileOptions(
        Map<String, String> labels,
        String namespace,
        String serverHeader,
        @Nullable String certsDirectory,
        String clusterDomain,
        boolean dynamicDns) {
    /** Istio's own names for its ingress gateway. */
    public static final CompileOptions DEFAULT = new CompileOptions(
            Map.of("istio", "ingressgateway"), "istio-system", "envoy", null, "cluster.local", false);

    public CompileOptions {
        labels = Map.copyOf(labels);
    }

    /** These options for a gateway of other labels. */
    public CompileOptions withLabels(Map<String, String> other) {
        return new CompileOptions(other, namespace, serverHeader, certsDirectory, clusterDomain, dynamicDns);
    }

    /** These options in another namespace. */
    public CompileOptions withNamespace(String other) {
        return new CompileOptions(labels, other, serverHeader, certsDirectory, clusterDomain, dynamicDns);
    }

    /** These options with another {@code server} header. */
    public CompileOptions withServerHeader(String other) {
        return new CompileOptions(labels, namespace, other, certsDirectory, clusterDomain, dynamicDns);
    }

    /** These options with a directory in place of {@code /etc/istio/ingressgateway-certs}. */
    public CompileOptions withCertsDirectory(@Nullable String other) {
        return new CompileOptions(labels, namespace, serverHeader, other, clusterDomain, dynamicDns);
    }

    /** These options with or without resolution DYNAMIC_DNS. */
    public CompileOptions withDynamicDns(boolean served) {
        return new CompileOptions(labels, namespace, serverHeader, certsDirectory, clusterDomain, served);
    }
}
