package io.gatehouse.resource.decode;

import io.gatehouse.resource.Bytes;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Secret;
import io.gatehouse.resource.SourceMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads Kubernetes Secrets; no finding quotes a value of theirs. */
final class SecretDecoder {
    private SecretDecoder() {}

    static Secret decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        Map<String, Bytes> data = new LinkedHashMap<>(base64(object, "data"));
        object.stringMap("stringData")
                .forEach((name, value) -> data.put(name, Bytes.copyOf(value.getBytes(StandardCharsets.UTF_8))));
        return new Secret(metadata, sources, object.string("type"), data);
    }

    /** A map of base64 values, line breaks inside them allowed. */
    static Map<String, Bytes> base64(ObjectReader object, String name) {
        Map<String, Bytes> data = new LinkedHashMap<>();
        object.stringMap(name).forEach((key, encoded) -> {
            try {
                data.put(key, Bytes.copyOf(Base64.getDecoder().decode(encoded.replaceAll("\\s", ""))));
            } catch (IllegalArgumentException e) {
                object.fail(
                        Codes.BAD_FORM,
                        name,
                        "the value of \"" + key + "\" is not base64",
                        "plain text goes into stringData");
            }
        });
        return data;
    }
}
