package io.gatehouse.compile;

/** Names of resources and services that may be written short. */
final class ResourceName {
    private ResourceName() {}

    /**
     * {@code namespace/name} of a Gateway that a VirtualService names: {@code name}, {@code namespace/name},
     * {@code ./name}, or the old {@code name.namespace.svc.cluster.local}. {@code mesh} stays.
     */
    static String gateway(String name, String home) {
        if (name.equals("mesh")) {
            return name;
        }
        if (name.startsWith("./")) {
            return home + name.substring(1);
        }
        if (name.indexOf('/') >= 0) {
            return name;
        }
        String[] labels = name.split("\\.", 3);
        return labels.length == 1 ? home + "/" + name : labels[1] + "/" + labels[0];
    }

    /** The full name of a service: one without a dot is of the namespace that names it. */
    static String service(String host, String home, String clusterDomain) {
        boolean complete = host.indexOf('.') >= 0 || host.equals("*") || host.indexOf(':') >= 0;
        return complete ? host : host + "." + home + ".svc." + clusterDomain;
    }
}
