package io.gatehouse.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Secret ({@code v1}). Its values never appear in {@code toString}, so neither in a log.
 *
 * @param type such as {@code kubernetes.io/tls}; {@code Opaque} when absent
 * @param data decoded from base64; {@code stringData} merged over it
 */
public record Secret(
        Metadata metadata, SourceMap sources, @Nullable String type, Map<String, Bytes> data) implements Resource {
    public Secret {
        data = Map.copyOf(data);
    }

    @Override
    public String toString() {
        return key() + " " + data.keySet() + " [redacted]";
    }
}
