package io.gatehouse.tests.protocol;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that speaks frame by frame (RFC 6455 §5.2), over whatever carries it. */
final class WebSocketCaller implements Closeable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Closeable carrier;
    private final DataInputStream in;
    private final OutputStream out;

    /** A frame without its mask. */
    record Message(int kind, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    /** What carries a WebSocket. */
    enum Kind {
        HTTP1,
        HTTP1_TLS,
        HTTP2,
        HTTP2_TLS;

        WebSocketCaller open(HttpGateway gateway) throws Exception {
            return switch (this) {
                case HTTP1 -> upgraded(new Socket("127.0.0.1", gateway.port()));
                case HTTP1_TLS -> upgraded(FrameClient.tls(gateway.tlsPort(), "http/1.1"));
                case HTTP2 -> tunnelled(FrameClient.clear(gateway.port()));
                case HTTP2_TLS -> tunnelled(FrameClient.secure(gateway.tlsPort()));
            };
        }
    }

    private WebSocketCaller(Closeable carrier, InputStream in, OutputStream out) {
        this.carrier = carrier;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    private static WebSocketCaller upgraded(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        String request = "GET /ws HTTP/1.1\r\nHost: " + FrameClient.HOST + "\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed after " + head);
            }
            head.append((char) octet);
        }
        // The answer to the key of RFC 6455 §1.3
        if (!head.toString().startsWith("HTTP/1.1 101") || head.indexOf("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") < 0) {
            throw new IOException(head.toString());
        }
        return new WebSocketCaller(socket, in, socket.getOutputStream());
    }

    private static WebSocketCaller tunnelled(FrameClient client) throws IOException {
        FrameClient.Exchange stream = client.connect("/ws", "sec-websocket-version", "13");
        if (stream.status() != 200) {
            throw new IOException("status " + stream.status());
        }
        return new WebSocketCaller(client, stream.in(), stream.out());
    }

    /** One on a stream of a connection that others share. */
    static WebSocketCaller on(FrameClient.Exchange stream) {
        return new WebSocketCaller(() -> stream.out().close(), stream.in(), stream.out());
    }

    void text(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code) throws IOException {
        send(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    void send(int kind, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) (0x80 | kind));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }

    /** The next message, its fragments joined; a control frame as it comes. */
    Message read() throws IOException {
        int kind = 0;
        byte[] all = {};
        while (true) {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] payload = in.readNBytes((int) length);
            if ((first & 0x0f) >= CLOSE) {
                return new Message(first & 0x0f, payload);
            }
            kind = (first & 0x0f) == 0 ? kind : first & 0x0f;
            all = ByteBuffer.allocate(all.length + payload.length)
                    .put(all)
                    .put(payload)
                    .array();
            if ((first & 0x80) != 0) {
                return new Message(kind, all);
            }
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Whether the other side ends or breaks the connection without a further byte. */
    boolean isOver() {
        try {
            return in.read() < 0;
        } catch (IOException broken) {
            return true;
        }
    }

    /** Sends the end of this direction only. */
    void end() throws IOException {
        if (carrier instanceof Socket socket) {
            socket.shutdownOutput();
        } else {
            out.close();
        }
    }

    @Override
    public void close() throws IOException {
        carrier.close();
    }
}
