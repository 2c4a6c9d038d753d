package io.gatehouse.tests.conformance.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/** One HTTP/2 frame (RFC 9113 §4.1), written and read as it is. */
public record Frame(int type, int flags, int stream, byte[] payload) {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 0x1;
    public static final int ACK = 0x1;
    public static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The content of DATA or HEADERS without padding and priority. */
    public byte[] content() {
        int from = 0;
        int to = payload.length;
        if (has(PADDED)) {
            from = 1;
            to -= payload[0] & 0xff;
        }
        if (type == HEADERS && has(PRIORITY)) {
            from += 5;
        }
        return java.util.Arrays.copyOfRange(payload, from, to);
    }

    public void writeTo(OutputStream out) throws IOException {
        byte[] head = {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            (byte) (stream >> 24),
            (byte) (stream >> 16),
            (byte) (stream >> 8),
            (byte) stream
        };
        out.write(head);
        out.write(payload);
    }

    /** The next frame, or null when the other side has closed. */
    public static Frame read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7fffffff;
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("closed in the middle of a frame");
        }
        return new Frame(type, flags, stream, payload);
    }
}
