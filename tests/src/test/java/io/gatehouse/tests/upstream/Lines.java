package io.gatehouse.tests.upstream;

import java.io.IOException;
import java.io.InputStream;

/** Reads lines of HTTP/1 heads. */
final class Lines {
    private Lines() {}

    /** The next line without its end; null at the end of the stream. */
    static String read(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet;
        while ((octet = in.read()) != '\n') {
            if (octet < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }
}
