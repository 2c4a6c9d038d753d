package io.gatehouse.compile;

import java.util.List;

/** Who sees a resource ({@code exportTo}). */
final class Visibility {
    private Visibility() {}

    /**
     * Whether a resource is visible in a namespace.
     *
     * @param exportTo namespaces, {@code .} for its own, {@code *} for all, {@code ~} for none; empty means all
     * @param home the resource's namespace
     */
    static boolean covers(List<String> exportTo, String home, String namespace) {
        if (exportTo.isEmpty()) {
            return true;
        }
        for (String target : exportTo) {
            if (target.equals("*") || target.equals(namespace) || target.equals(".") && home.equals(namespace)) {
                return true;
            }
        }
        return false;
    }
}
