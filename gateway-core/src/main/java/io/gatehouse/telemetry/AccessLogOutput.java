package io.gatehouse.telemetry;

import java.io.IOException;
import java.io.OutputStream;

/** Where an access log goes. Used by one thread; it may block. */
public interface AccessLogOutput extends AutoCloseable {
    /** Writes whole lines. */
    void write(byte[] lines) throws IOException;

    @Override
    void close();

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
