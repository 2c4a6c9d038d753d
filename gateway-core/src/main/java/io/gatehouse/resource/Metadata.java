package io.gatehouse.resource;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every object says about itself ({@code metadata}); other entries of it are tolerated and dropped.
 *
 * @param name never empty
 * @param namespace {@value #DEFAULT_NAMESPACE} when absent
 * @param creationTimestamp orders VirtualServices of one host; absent in hand-written files
 */
public record Metadata(
        String name,
        String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Instant creationTimestamp,
        @Nullable Long generation,
        @Nullable String uid,
        @Nullable String resourceVersion) {

    /** The namespace of an object that names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    public Metadata {
        Objects.requireNonNull(name);
        Objects.requireNonNull(namespace);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** Metadata of an object that says only who it is. */
    public static Metadata of(String namespace, String name) {
        return new Metadata(name, namespace, Map.of(), Map.of(), null, null, null, null);
    }
}
