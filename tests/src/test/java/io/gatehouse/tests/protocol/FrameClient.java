package io.gatehouse.tests.protocol;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.wire.Frame;
import io.gatehouse.tests.conformance.wire.Hpack;
import io.gatehouse.tests.conformance.wire.Http2Connection;
import io.gatehouse.tests.tcp.Upstream;
import io.gatehouse.tests.upstream.BackendTls;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/2 client that speaks frame by frame and keeps to flow control: each of its streams is read and written like a
 * socket. It gives room for more only when what came is read.
 */
final class FrameClient implements Closeable {
    static final String HOST = "httpbin.example.com";

    /** What a stream may be sent before any of it is read. */
    static final int WINDOW = 256 * 1024;

    private static final int MAX_FRAME = 16_384;
    private static final int CONNECT_PROTOCOL = 8;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Hpack hpack = new Hpack();
    private final Map<Integer, Exchange> exchanges = new ConcurrentHashMap<>();
    private final String scheme;
    private int next = 1;
    private int initialWindow = 65_535;
    private long window = 65_535;
    private boolean connectProtocol;
    private int goAway = -1;
    private boolean ended;

    private FrameClient(Socket socket, String scheme, int streamWindow) throws IOException {
        this.socket = socket;
        this.scheme = scheme;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4 * MAX_FRAME));
        this.out = new BufferedOutputStream(socket.getOutputStream(), 2 * MAX_FRAME);
        out.write(Http2Connection.PREFACE.getBytes(StandardCharsets.US_ASCII));
        byte[] settings = ByteBuffer.allocate(12)
                .putShort((short) 2)
                .putInt(0)
                .putShort((short) 4)
                .putInt(streamWindow)
                .array();
        write(new Frame(Frame.SETTINGS, 0, 0, settings));
        write(new Frame(Frame.WINDOW_UPDATE, 0, 0, FrameTalk.number(1 << 30)));
        Upstream.daemon(this::run);
    }

    static FrameClient clear(int port) throws IOException {
        return clear(port, WINDOW);
    }

    /** One that lets each stream be sent so much before any of it is read. */
    static FrameClient clear(int port, int streamWindow) throws IOException {
        return new FrameClient(new Socket("127.0.0.1", port), "http", streamWindow);
    }

    /** Over TLS, for httpbin.example.com. */
    static FrameClient secure(int port) throws Exception {
        return new FrameClient(tls(port, "h2"), "https", WINDOW);
    }

    /** Over TLS to httpbin.example.com. */
    static SSLSocket tls(int port, String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) BackendTls.believing("root-ca.pem")
                .getSocketFactory()
                .createSocket(new Socket("127.0.0.1", port), HOST, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals(protocol)) {
            throw new IOException("speaks " + socket.getApplicationProtocol());
        }
        return socket;
    }

    Exchange get(String path) throws IOException {
        return open(true, "GET", path);
    }

    /** Sends a request's head. */
    Exchange open(boolean end, String method, String path, String... more) throws IOException {
        List<Header> fields = new ArrayList<>();
        fields.add(new Header(":method", method));
        fields.add(new Header(":scheme", scheme));
        fields.add(new Header(":authority", HOST));
        fields.add(new Header(":path", path));
        for (int i = 0; i < more.length; i += 2) {
            fields.add(new Header(more[i], more[i + 1]));
        }
        byte[] block = Hpack.encode(fields);
        synchronized (out) {
            Exchange exchange = begin();
            write(new Frame(Frame.HEADERS, Frame.END_HEADERS | (end ? Frame.END_STREAM : 0), exchange.stream, block));
            return exchange;
        }
    }

    /** Opens a tunnel (RFC 8441). */
    Exchange connect(String path, String... more) throws IOException {
        await(() -> connectProtocol);
        String[] fields = new String[more.length + 2];
        fields[0] = ":protocol";
        fields[1] = "websocket";
        System.arraycopy(more, 0, fields, 2, more.length);
        return open(false, "CONNECT", path, fields);
    }

    private synchronized Exchange begin() {
        Exchange exchange = new Exchange(next);
        exchanges.put(next, exchange);
        next += 2;
        return exchange;
    }

    /** Sends a frame as it is. */
    void write(Frame frame) throws IOException {
        synchronized (out) {
            frame.writeTo(out);
            out.flush();
        }
    }

    /** The code that the gateway ended the connection with; waits for it. */
    int goneAway() throws IOException {
        await(() -> goAway >= 0 || ended);
        return goAway;
    }

    /** Waits until the gateway has closed the connection. */
    void awaitEnd() throws IOException {
        await(() -> ended);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private synchronized void await(Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come true");
            }
            try {
                wait(1_000);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private void run() {
        try {
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                hear(frame);
            }
        } catch (IOException over) {
            // Its streams hear of it.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private void hear(Frame frame) throws IOException {
        switch (frame.type()) {
            case Frame.SETTINGS -> {
                if (!frame.has(Frame.ACK)) {
                    settings(ByteBuffer.wrap(frame.payload()));
                    write(new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]));
                }
            }
            case Frame.PING -> {
                if (!frame.has(Frame.ACK)) {
                    write(new Frame(Frame.PING, Frame.ACK, 0, frame.payload()));
                }
            }
            case Frame.GOAWAY -> {
                synchronized (this) {
                    goAway = ByteBuffer.wrap(frame.payload()).getInt(4);
                    notifyAll();
                }
            }
            case Frame.WINDOW_UPDATE ->
                widen(frame.stream(), ByteBuffer.wrap(frame.payload()).getInt());
            case Frame.HEADERS -> {
                List<Header> fields = hpack.decode(block(frame));
                Exchange exchange = exchanges.get(frame.stream());
                if (exchange != null) {
                    hear(exchange, frame, fields);
                }
            }
            default -> {
                Exchange exchange = exchanges.get(frame.stream());
                if (exchange != null) {
                    hear(exchange, frame, List.of());
                }
            }
        }
    }

    private byte[] block(Frame headers) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(headers.content());
        Frame last = headers;
        while (!last.has(Frame.END_HEADERS)) {
            last = Frame.read(in);
            if (last == null) {
                throw new EOFException("closed in the middle of a head");
            }
            block.writeBytes(last.payload());
        }
        return block.toByteArray();
    }

    private synchronized void hear(Exchange exchange, Frame frame, List<Header> fields) {
        boolean head = !fields.isEmpty();
        if (head && Header.first(fields, ":status").isPresent()) {
            exchange.head = fields;
        } else if (head) {
            exchange.trailers = fields;
        } else if (frame.type() == Frame.DATA && frame.content().length > 0) {
            exchange.received.add(ByteBuffer.wrap(frame.content()));
        } else if (frame.type() == Frame.RST_STREAM) {
            exchange.reset = ByteBuffer.wrap(frame.payload()).getInt();
        }
        exchange.last |= frame.type() != Frame.RST_STREAM && frame.has(Frame.END_STREAM);
        notifyAll();
    }

    private synchronized void settings(ByteBuffer pairs) {
        while (pairs.hasRemaining()) {
            int name = pairs.getShort();
            int value = pairs.getInt();
            if (name == 4) {
                exchanges.values().forEach(each -> each.window += value - initialWindow);
                initialWindow = value;
            } else if (name == CONNECT_PROTOCOL) {
                connectProtocol = value == 1;
            }
        }
        notifyAll();
    }

    private synchronized void widen(int stream, int more) {
        if (stream == 0) {
            window += more;
        } else {
            Exchange exchange = exchanges.get(stream);
            if (exchange != null) {
                exchange.window += more;
            }
        }
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Ends the connection by a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** One request and its answer. */
    final class Exchange {
        private final int stream;
        private final Deque<ByteBuffer> received = new ArrayDeque<>();
        private long window = initialWindow;
        private List<Header> head = List.of();
        private List<Header> trailers = List.of();
        private boolean last;
        private int reset = -1;

        private Exchange(int stream) {
            this.stream = stream;
        }

        int stream() {
            return stream;
        }

        /** The status of the answer; fails when there is none. */
        int status() throws IOException {
            await(() -> !head.isEmpty() || isOver());
            return Integer.parseInt(
                    Header.first(head, ":status").orElseThrow(() -> new IOException("no answer, reset " + reset)));
        }

        String field(String name) throws IOException {
            status();
            return Header.first(head, name).orElse("");
        }

        List<Header> trailers() throws IOException {
            await(() -> last || isOver());
            return trailers;
        }

        /** So many bytes of the answer. */
        String read(int length) throws IOException {
            return new String(in().readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        /** Reads to the end: whether it was none that a client takes for whole. */
        boolean isBroken() {
            try {
                in().transferTo(OutputStream.nullOutputStream());
                return false;
            } catch (IOException broken) {
                return true;
            }
        }

        /** The code that the gateway reset it with; waits for it. */
        int resetCode() throws IOException {
            await(() -> isOver());
            return reset;
        }

        void reset(int code) throws IOException {
            write(new Frame(Frame.RST_STREAM, 0, stream, FrameTalk.number(code)));
        }

        private boolean isOver() {
            return reset >= 0 || ended;
        }

        private ByteBuffer next() throws IOException {
            synchronized (FrameClient.this) {
                await(() -> !received.isEmpty() || last || isOver());
                ByteBuffer first = received.peek();
                if (first == null && !last) {
                    throw new IOException("broken off, reset " + reset);
                }
                return first;
            }
        }

        /** What is left is room for more. */
        private void consumed(int length) throws IOException {
            byte[] more = FrameTalk.number(length);
            synchronized (out) {
                new Frame(Frame.WINDOW_UPDATE, 0, 0, more).writeTo(out);
                if (!last) {
                    new Frame(Frame.WINDOW_UPDATE, 0, stream, more).writeTo(out);
                }
                out.flush();
            }
        }

        InputStream in() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    if (length == 0) {
                        return 0;
                    }
                    ByteBuffer first = next();
                    if (first == null) {
                        return -1;
                    }
                    int read = Math.min(length, first.remaining());
                    first.get(bytes, from, read);
                    if (!first.hasRemaining()) {
                        synchronized (FrameClient.this) {
                            received.remove();
                        }
                        consumed(first.limit());
                    }
                    return read;
                }
            };
        }

        /** Its end is the request's. */
        OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    for (int sent = 0; sent < length; ) {
                        int part = take(Math.min(MAX_FRAME, length - sent));
                        byte[] payload = java.util.Arrays.copyOfRange(bytes, from + sent, from + sent + part);
                        FrameClient.this.write(new Frame(Frame.DATA, 0, stream, payload));
                        sent += part;
                    }
                }

                @Override
                public void close() throws IOException {
                    FrameClient.this.write(new Frame(Frame.DATA, Frame.END_STREAM, stream, new byte[0]));
                }
            };
        }

        private int take(int wanted) throws IOException {
            synchronized (FrameClient.this) {
                await(() -> window > 0 && FrameClient.this.window > 0 || isOver());
                if (isOver()) {
                    throw new IOException("broken off, reset " + reset);
                }
                int part = (int) Math.min(wanted, Math.min(window, FrameClient.this.window));
                window -= part;
                FrameClient.this.window -= part;
                return part;
            }
        }
    }
}
