package io.gatehouse.source.kubernetes;

import java.util.Set;

/**
 * What of a cluster is read.
 *
 * @param namespaces only these; empty means all
 * @param rootNamespace where the gateway's own objects live: the Secrets that the ingress task names, and MeshConfig;
 *     {@code istio-system} by default
 */
public record ClusterScope(Set<String> namespaces, String rootNamespace) {
    /** Every namespace. */
    public static final ClusterScope ALL = new ClusterScope(Set.of(), "istio-system");

    public ClusterScope {
        namespaces = Set.copyOf(namespaces);
    }
}
