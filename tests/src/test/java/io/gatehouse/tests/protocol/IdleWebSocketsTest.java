package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Many tunnels on which nothing moves. For ten thousand: {@code -Dgatehouse.test.tunnels=10000} with 50,000 file
 * descriptors; what one costs is reported, both ends and the upstream in this JVM included.
 */
class IdleWebSocketsTest {
    private static final int COUNT = Integer.getInteger("gatehouse.test.tunnels", 200);
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    /** Agrees to each upgrade, then repeats what it hears: on one thread. */
    private static final class Echo implements AutoCloseable {
        private final Selector selector = Selector.open();
        private final ServerSocketChannel listening = ServerSocketChannel.open();

        Echo() throws IOException {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            listening.configureBlocking(false);
            listening.register(selector, SelectionKey.OP_ACCEPT);
            Upstream.daemon(this::run);
        }

        int port() throws IOException {
            return ((InetSocketAddress) listening.getLocalAddress()).getPort();
        }

        private void run() {
            try {
                while (selector.isOpen()) {
                    selector.select(this::serve);
                }
            } catch (IOException | RuntimeException over) {
                // The test is over.
            }
        }

        private void serve(SelectionKey key) {
            try {
                if (key.isAcceptable()) {
                    SocketChannel accepted = listening.accept();
                    accepted.configureBlocking(false);
                    accepted.register(selector, SelectionKey.OP_READ);
                    return;
                }
                SocketChannel channel = (SocketChannel) key.channel();
                ByteBuffer bytes = ByteBuffer.allocate(4096);
                if (channel.read(bytes) < 0) {
                    channel.close();
                } else if (bytes.get(0) == 'G') {
                    channel.write(ByteBuffer.wrap(SWITCH.getBytes(StandardCharsets.US_ASCII)));
                } else {
                    channel.write(bytes.flip());
                }
            } catch (IOException gone) {
                key.cancel();
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
            selector.close();
        }
    }

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
        try (Echo upstream = new Echo();
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
