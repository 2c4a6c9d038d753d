package io.gatehouse.resource;

/** Which object is meant, as Kubernetes names it; prints as {@code Kind namespace/name}. */
public record ResourceKey(String kind, String namespace, String name) {
    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
