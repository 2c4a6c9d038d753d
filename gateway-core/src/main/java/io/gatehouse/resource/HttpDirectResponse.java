package io.gatehouse.resource;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].directResponse}.
 *
 * @param status required
 * @param body none when absent
 */
public record HttpDirectResponse(int status, @Nullable Body body) {

    /** The fixed body: at most one of both. */
    public record Body(@Nullable String string, @Nullable Bytes bytes) {

        /** The body's octets; a string is UTF-8. */
        public byte[] octets() {
            if (bytes != null) {
                return bytes.toByteArray();
            }
            return string == null ? new byte[0] : string.getBytes(StandardCharsets.UTF_8);
        }
    }
}
