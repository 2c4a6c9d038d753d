package io.gatehouse.resource.decode;

import io.gatehouse.resource.ConfigMap;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.SourceMap;

/** Reads Kubernetes ConfigMaps. */
final class ConfigMapDecoder {
    private ConfigMapDecoder() {}

    static ConfigMap decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        return new ConfigMap(metadata, sources, object.stringMap("data"), SecretDecoder.base64(object, "binaryData"));
    }
}
