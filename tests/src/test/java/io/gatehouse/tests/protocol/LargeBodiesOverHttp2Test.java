package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.exchange.Http2Upstream;
import io.gatehouse.tests.tcp.Upstream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link LargeBodiesTest} where either side speaks HTTP/2; its property has the size. */
class LargeBodiesOverHttp2Test {
    /** What the windows of HTTP/2 hold on top of what the kernel does. */
    private static final long KEPT = LargeBodiesTest.KERNEL + (16L << 20);

    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch read = new CountDownLatch(1);
    private final CompletableFuture<Long> sum = new CompletableFuture<>();

    /** How a client asks. */
    enum Client {
        HTTP1,
        HTTP2,
        HTTP2_TLS;

        Asked ask(HttpGateway gateway, boolean upload) throws Exception {
            if (this == HTTP1) {
                return overHttp1(gateway, upload);
            }
            FrameClient client =
                    this == HTTP2 ? FrameClient.clear(gateway.port()) : FrameClient.secure(gateway.tlsPort());
            FrameClient.Exchange exchange = client.open(!upload, upload ? "POST" : "GET", "/");
            return new Asked(client, exchange.in(), exchange.out());
        }

        private static Asked overHttp1(HttpGateway gateway, boolean upload) throws IOException {
            Socket socket = new Socket("127.0.0.1", gateway.port());
            socket.setSoTimeout(60_000);
            String length = upload ? "Content-Length: " + LargeBodiesTest.LENGTH + "\r\n" : "";
            String head = (upload ? "POST" : "GET") + " / HTTP/1.1\r\nHost: shop.example.com\r\n" + length + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new Asked(socket, new Answered(socket.getInputStream()), socket.getOutputStream());
        }
    }

    /** A request under way. */
    record Asked(Closeable connection, InputStream answer, OutputStream upload) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** What an upstream does with its request. */
    private interface Answering {
        void answer(InputStream request, OutputStream response) throws Exception;
    }

    private static AutoCloseable upstream(String protocol, boolean upload, Answering answering, int[] port)
            throws Exception {
        if (protocol.equals("HTTP2")) {
            Http2Upstream upstream = new Http2Upstream(new Blocking(answering));
            port[0] = upstream.port();
            return upstream;
        }
        Upstream upstream = Upstream.plain(connection -> {
            InputStream in = connection.getInputStream();
            boolean chunked = LargeBodiesTest.head(in).contains("chunked");
            OutputStream out = connection.getOutputStream();
            long length = upload ? 1 : LargeBodiesTest.LENGTH;
            InputStream body = chunked ? new Chunks(in) : in;
            answering.answer(body, new Headed(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n"));
            in.read();
        });
        port[0] = upstream.port();
        return upstream;
    }

    /** Lets an HTTP/2 upstream wait. */
    private static final class Blocking extends Handler.Abstract {
        private final Answering answering;

        Blocking(Answering answering) {
            this.answering = answering;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            OutputStream out = Content.Sink.asOutputStream(response);
            answering.answer(Content.Source.asInputStream(request), out);
            out.close();
            callback.succeeded();
            return true;
        }
    }

    /** Says the head before the first byte. */
    private static final class Headed extends OutputStream {
        private final OutputStream out;
        private String head;

        Headed(OutputStream out, String head) {
            this.out = out;
            this.head = head;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            head = "";
            out.write(bytes, from, length);
        }
    }

    /** The content of chunks. */
    private static class Chunks extends InputStream {
        private final InputStream in;
        private int left;

        Chunks(InputStream in) {
            this.in = new BufferedInputStream(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            while (left == 0) {
                StringBuilder line = new StringBuilder();
                for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                    line.append((char) octet);
                }
                String size = line.toString().strip();
                left = size.isEmpty() ? 0 : Integer.parseInt(size, 16);
            }
            int read = in.read(bytes, from, Math.min(length, left));
            left -= read;
            return read;
        }
    }

    /** The same, after a head, which is read with the first byte. */
    private static final class Answered extends Chunks {
        private final InputStream in;
        private boolean headed;

        Answered(InputStream in) {
            super(in);
            this.in = in;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (!headed) {
                headed = true;
                LargeBodiesTest.head(in);
            }
            return super.read(bytes, from, length);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP1,HTTP2", "HTTP2,HTTP", "HTTP2,HTTP2", "HTTP2_TLS,HTTP", "HTTP2_TLS,HTTP2"})
    void anAnswerArrivesWholeAndWaitsForASlowReader(Client kind, String protocol) throws Exception {
        int[] port = new int[1];
        try (AutoCloseable upstream =
                        upstream(protocol, false, (in, out) -> sum.complete(LargeBodiesTest.send(out, sent)), port);
                HttpGateway gateway = HttpGateway.start(port[0], protocol, "");
                Asked asked = kind.ask(gateway, false)) {
            Standstill.await(sent);
            assertTrue(sent.get() < KEPT, "taken although nobody reads: " + sent);

            assertEquals(LargeBodiesTest.receive(asked.answer()), sum.get(60, TimeUnit.SECONDS));
            gateway.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP1,HTTP2", "HTTP2,HTTP", "HTTP2,HTTP2", "HTTP2_TLS,HTTP", "HTTP2_TLS,HTTP2"})
    void aRequestArrivesWholeAndWaitsForASlowUpstream(Client kind, String protocol) throws Exception {
        int[] port = new int[1];
        CompletableFuture<Long> received = new CompletableFuture<>();
        Answering answering = (in, out) -> {
            read.await();
            received.complete(LargeBodiesTest.receive(in));
            out.write('!');
        };
        try (AutoCloseable upstream = upstream(protocol, true, answering, port);
                HttpGateway gateway = HttpGateway.start(port[0], protocol, "");
                Asked asked = kind.ask(gateway, true)) {
            Upstream.daemon(() -> {
                try {
                    sum.complete(LargeBodiesTest.send(asked.upload(), sent));
                    if (kind != Client.HTTP1) {
                        asked.upload().close();
                    }
                } catch (IOException broken) {
                    sum.completeExceptionally(broken);
                }
            });
            Standstill.await(sent);
            assertTrue(sent.get() < KEPT, "taken although nobody reads: " + sent);

            read.countDown();

            assertEquals(sum.get(120, TimeUnit.SECONDS), received.get(120, TimeUnit.SECONDS));
            assertTrue(asked.answer().read() >= 0);
        }
    }
}
