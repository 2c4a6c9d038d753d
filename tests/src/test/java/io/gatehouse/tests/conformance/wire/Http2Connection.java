package io.gatehouse.tests.conformance.wire;

import io.gatehouse.tests.conformance.data.Header;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The framing of one HTTP/2 connection, for either side. Writing may happen on any thread, reading on one. Windows are
 * opened wide at the start and messages are small, so there is no flow control here.
 */
public final class Http2Connection implements Closeable {
    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int WINDOW = 1 << 30;
    private static final int MAX_FRAME = 16_384;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Hpack hpack = new Hpack();

    public Http2Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** The client's first bytes: preface, settings, window. */
    public synchronized void startClient() throws IOException {
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        startServer();
    }

    /** False when the client did not open with the preface. */
    public boolean readPreface() throws IOException {
        byte[] bytes = in.readNBytes(PREFACE.length());
        return Arrays.equals(bytes, PREFACE.getBytes(StandardCharsets.US_ASCII));
    }

    public synchronized void startServer() throws IOException {
        ByteBuffer settings = ByteBuffer.allocate(12);
        settings.putShort((short) 0x3).putInt(100);
        settings.putShort((short) 0x4).putInt(WINDOW);
        write(new Frame(Frame.SETTINGS, 0, 0, settings.array()));
        ByteBuffer window = ByteBuffer.allocate(4).putInt(WINDOW);
        write(new Frame(Frame.WINDOW_UPDATE, 0, 0, window.array()));
    }

    public synchronized void write(Frame frame) throws IOException {
        frame.writeTo(out);
        out.flush();
    }

    public synchronized void headers(int stream, List<Header> headers, boolean end) throws IOException {
        byte[] block = Hpack.encode(headers);
        int sent = Math.min(block.length, MAX_FRAME);
        int flags = (end ? Frame.END_STREAM : 0) | (sent == block.length ? Frame.END_HEADERS : 0);
        write(new Frame(Frame.HEADERS, flags, stream, Arrays.copyOf(block, sent)));
        while (sent < block.length) {
            int next = Math.min(block.length, sent + MAX_FRAME);
            int last = next == block.length ? Frame.END_HEADERS : 0;
            write(new Frame(Frame.CONTINUATION, last, stream, Arrays.copyOfRange(block, sent, next)));
            sent = next;
        }
    }

    public synchronized void data(int stream, byte[] data, boolean end) throws IOException {
        int sent = 0;
        do {
            int next = Math.min(data.length, sent + MAX_FRAME);
            int flags = end && next == data.length ? Frame.END_STREAM : 0;
            write(new Frame(Frame.DATA, flags, stream, Arrays.copyOfRange(data, sent, next)));
            sent = next;
        } while (sent < data.length);
    }

    /** The next frame that says something about a request; settings and pings are answered here. Null at the end. */
    public Frame read() throws IOException {
        while (true) {
            Frame frame = Frame.read(in);
            if (frame == null) {
                return null;
            }
            switch (frame.type()) {
                case Frame.SETTINGS, Frame.PING -> acknowledge(frame);
                case Frame.DATA, Frame.HEADERS, Frame.RST_STREAM, Frame.GOAWAY -> {
                    return frame;
                }
                default -> {}
            }
        }
    }

    private void acknowledge(Frame frame) throws IOException {
        if (!frame.has(Frame.ACK)) {
            byte[] payload = frame.type() == Frame.PING ? frame.payload() : new byte[0];
            write(new Frame(frame.type(), Frame.ACK, 0, payload));
        }
    }

    /** The fields of a HEADERS frame just read, with its continuations. */
    public List<Header> fields(Frame headers) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(headers.content());
        Frame last = headers;
        while (!last.has(Frame.END_HEADERS)) {
            last = Frame.read(in);
            if (last == null) {
                throw new IOException("closed in the middle of the headers");
            }
            block.writeBytes(last.payload());
        }
        return hpack.decode(block.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
