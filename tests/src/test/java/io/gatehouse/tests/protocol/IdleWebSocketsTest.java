package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Many tunnels on which nothing moves. What one costs is reported, both ends and the upstream in this JVM
 * included: {@link ManyWebSocketsIT} has the gateway for itself.
 */
class IdleWebSocketsTest {
    private static final int COUNT = Integer.getInteger("gatehouse.test.tunnels", 200);

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String read(SocketChannel channel, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (text.indexOf(end) < 0) {
            if (channel.read(bytes.clear()) < 0) {
                throw new IOException("closed after " + text);
            }
            text.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
        }
        return text.toString();
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void idleTunnelsStayOpenAndCostLittle(TestReporter reporter) throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (EchoTunnels upstream = new EchoTunnels();
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            long before = usedBytes();
            for (int i = 0; i < COUNT; i++) {
                SocketChannel client =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
                clients.add(client);
                write(
                        client,
                        "GET /ws HTTP/1.1\r\nHost: shop.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                assertTrue(read(client, "\r\n\r\n").startsWith("HTTP/1.1 101"));
            }
            long each = (usedBytes() - before) / COUNT;
            reporter.publishEntry("heap bytes of an idle tunnel", Long.toString(each));
            assertEquals(COUNT, gateway.meter("gatehouse_requests_active"));

            for (SocketChannel client : clients) {
                write(client, "ping\n");
            }
            for (SocketChannel client : clients) {
                assertEquals("ping\n", read(client, "\n"));
            }
            for (SocketChannel client : clients) {
                client.close();
            }
            gateway.awaitNothingLeft();
        }
    }
}
