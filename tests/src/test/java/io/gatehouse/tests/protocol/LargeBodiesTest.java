package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Bodies much larger than what a gateway may keep of them. For bodies of 1 GiB in a small heap: {@code
 * -Dgatehouse.test.bytes=1073741824} with {@code -Xmx64m}.
 */
class LargeBodiesTest {
    static final long LENGTH = Long.getLong("gatehouse.test.bytes", 64L << 20);
    private static final int BLOCK = 64 * 1024;

    /** More than the kernel keeps for two connections (at most 6 MiB received and 4 MiB sent, each). */
    static final long KERNEL = 24L << 20;

    /** Sends a body whose blocks all differ, and counts what was taken; its checksum. */
    static long send(OutputStream out, AtomicLong sent) throws IOException {
        CRC32 sum = new CRC32();
        byte[] block = new byte[BLOCK];
        for (long at = 0; at < LENGTH; at += BLOCK) {
            for (int i = 0; i < BLOCK; i += 1024) {
                block[i] = (byte) (at >> 16);
                block[i + 1] = (byte) (at >> 24);
            }
            sum.update(block);
            out.write(block);
            sent.addAndGet(BLOCK);
        }
        return sum.getValue();
    }

    static long receive(InputStream in) throws IOException {
        CRC32 sum = new CRC32();
        byte[] block = new byte[BLOCK];
        for (long rest = LENGTH; rest > 0; ) {
            int length = in.read(block, 0, (int) Math.min(BLOCK, rest));
            if (length < 0) {
                throw new IOException(rest + " bytes are missing");
            }
            sum.update(block, 0, length);
            rest -= length;
        }
        return sum.getValue();
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Socket client(HttpGateway gateway) throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    @Test
    void anAnswerArrivesWholeAndWaitsForASlowReader() throws Exception {
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Long> sum = new CompletableFuture<>();
        try (Upstream upstream = Upstream.plain(connection -> {
                    head(connection.getInputStream());
                    say(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\n");
                    sum.complete(send(connection.getOutputStream(), sent));
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "");
                Socket client = client(gateway)) {
            say(client, "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            Standstill.await(sent);
            assertTrue(sent.get() < KERNEL, "taken although nobody reads: " + sent);

            InputStream in = client.getInputStream();
            head(in);
            long received = receive(in);

            assertEquals(sum.get(60, TimeUnit.SECONDS), received);
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aRequestArrivesWholeAndWaitsForASlowUpstream() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch read = new CountDownLatch(1);
        CompletableFuture<Long> received = new CompletableFuture<>();
        try (Upstream upstream = Upstream.plain(connection -> {
                    head(connection.getInputStream());
                    read.await();
                    received.complete(receive(connection.getInputStream()));
                    say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    connection.getInputStream().read();
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "");
                Socket client = client(gateway)) {
            CompletableFuture<Long> sum = new CompletableFuture<>();
            Upstream.daemon(() -> {
                try {
                    say(client, "POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: " + LENGTH + "\r\n\r\n");
                    sum.complete(send(client.getOutputStream(), sent));
                } catch (IOException broken) {
                    sum.completeExceptionally(broken);
                }
            });
            Standstill.await(sent);
            assertTrue(sent.get() < KERNEL, "taken although nobody reads: " + sent);

            read.countDown();

            assertTrue(head(client.getInputStream()).startsWith("HTTP/1.1 200"));
            assertEquals(sum.get(60, TimeUnit.SECONDS), received.get(60, TimeUnit.SECONDS));
            gateway.awaitNothingLeft();
        }
    }
}
