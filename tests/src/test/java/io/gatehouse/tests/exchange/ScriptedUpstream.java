package io.gatehouse.tests.exchange;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP/1.1 upstream that does byte for byte what a test tells it, once for each request. */
public final class ScriptedUpstream implements Closeable {
    private final ServerSocket socket = new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private volatile Script script = exchange -> exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    /** What to do with one request; returning ends the exchange, throwing closes the connection. */
    public interface Script {
        void run(Exchange exchange) throws Exception;
    }

    /** A request whose head was read. */
    public record Exchange(String head, InputStream in, OutputStream out, Socket connection) {
        public void answer(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Reads the body by its chunks, as their bytes come, until the last. */
        public String chunkedBody() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line(in).trim(), 16);
                body.write(in.readNBytes(size));
                line(in);
                if (size == 0) {
                    return body.toString(StandardCharsets.ISO_8859_1);
                }
            }
        }

        public String body(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }

    public ScriptedUpstream() throws IOException {
        Thread acceptor = new Thread(this::accept, "upstream");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public ScriptedUpstream script(Script next) {
        script = next;
        return this;
    }

    /** The next request's head, as received. */
    public String nextHead() throws InterruptedException {
        String head = heads.poll(10, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("no request reached the upstream");
        }
        return head;
    }

    public boolean sawNoMore() {
        return heads.isEmpty();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread thread = new Thread(() -> serve(connection), "upstream-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String head = head(in);
            while (head != null) {
                heads.add(head);
                script.run(new Exchange(head, in, connection.getOutputStream(), connection));
                head = head(in);
            }
        } catch (Exception over) {
            // Closing is the answer.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            String line = line(in);
            if (line == null) {
                return null;
            }
            head.append(line).append("\r\n");
            if (line.isEmpty()) {
                return head.toString();
            }
        }
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
