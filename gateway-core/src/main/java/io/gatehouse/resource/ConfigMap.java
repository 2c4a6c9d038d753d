package io.gatehouse.resource;

import java.util.Map;

/** A Kubernetes ConfigMap ({@code v1}): here for the mesh's settings and for authorities. */
public record ConfigMap(Metadata metadata, SourceMap sources, Map<String, String> data, Map<String, Bytes> binaryData)
        implements Resource {
    public ConfigMap {
        data = Map.copyOf(data);
        binaryData = Map.copyOf(binaryData);
    }
}
