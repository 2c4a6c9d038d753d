package io.gatehouse.upstream.connection;

import java.nio.charset.StandardCharsets;

/** Writes text as bytes. Fields hold ISO-8859-1, and nothing that could end a line gets out. */
final class Ascii {
    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static int copy(byte[] from, byte[] out, int at) {
        System.arraycopy(from, 0, out, at, from.length);
        return at + from.length;
    }

    /** Appends a value; gives where it ends. */
    static int value(String text, byte[] out, int start) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out[start + i] = c > 0xff || c == '\r' || c == '\n' ? (byte) ' ' : (byte) c;
        }
        return start + length;
    }
}
