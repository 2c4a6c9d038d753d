package io.gatehouse.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an access log goes. Used by one thread; it may block. */
public interface AccessLogOutput extends AutoCloseable {
    /** Writes whole lines. */
    void write(byte[] lines) throws IOException;

    @Override
    void close();

    /** A file, or standard output where {@code place} is {@code -}; null for nowhere. */
    static @Nullable AccessLogOutput named(@Nullable String place) {
        if (place == null) {
            return null;
        }
        return place.equals("-") ? of(System.out) : new AccessLogFile(Path.of(place));
    }

    /** A stream that is not ours to close, such as standard output. */
    static AccessLogOutput of(OutputStream stream) {
        return new AccessLogOutput() {
            @Override
            public void write(byte[] lines) throws IOException {
                stream.write(lines);
                stream.flush();
            }

            @Override
            public void close() {}

            @Override
            public String toString() {
                return "the log's stream";
            }
        };
    }
}
