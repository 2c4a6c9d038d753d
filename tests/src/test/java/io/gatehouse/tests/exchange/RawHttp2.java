package io.gatehouse.tests.exchange;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An HTTP/2 client of raw frames, for what no proper client sends. */
final class RawHttp2 implements Closeable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Socket socket;
    private final DataInputStream in;

    RawHttp2(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Sends a whole head: names and values in turn, written as they are. */
    RawHttp2 head(boolean last, String... fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(fields[i], block);
            text(fields[i + 1], block);
        }
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), 1, block.toByteArray());
    }

    RawHttp2 data(String bytes) throws IOException {
        return frame(DATA, END_STREAM, 1, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The first frame that answers: {@code HEADERS}, {@code RST_STREAM code}, {@code GOAWAY} or {@code closed}. */
    String outcome() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return "closed";
            }
            int length = first << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            switch (type) {
                case HEADERS:
                    return "HEADERS";
                case RST_STREAM:
                    return "RST_STREAM " + payload[3];
                case GOAWAY:
                    return "GOAWAY";
                default:
                    break;
            }
        }
    }

    private RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
        return this;
    }

    /** A literal without Huffman, shorter than 127 bytes (RFC 7541 §5.2). */
    private static void text(String text, ByteArrayOutputStream out) {
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
