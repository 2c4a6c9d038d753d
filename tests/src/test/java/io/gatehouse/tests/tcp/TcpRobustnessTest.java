package io.gatehouse.tests.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.upstream.BackendTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Connections of TCP routes that end oddly, or whose two sides are not equally fast. */
class TcpRobustnessTest {
    private static final String ANY = "{loadBalancer: {simple: RANDOM}}";

    /** More than the kernel keeps for two connections (at most 6 MiB received and 4 MiB sent, each). */
    private static final long KERNEL = 20L << 20;

    private static final long PLENTY = 64L << 20;

    @Test
    void theClientsEndLeavesTheAnswerOpen() throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    long length = connection.getInputStream().readAllBytes().length;
                    TcpGateway.say(connection, "got " + length + "\n");
                });
                TcpGateway gateway = TcpGateway.start(ANY, upstream.endpoint());
                Socket socket = gateway.connect()) {
            socket.getOutputStream().write(new byte[100_000]);
            socket.shutdownOutput();

            assertEquals("got 100000", TcpGateway.line(socket));
            assertEquals(-1, socket.getInputStream().read());
            gateway.awaitEnd("-");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void theUpstreamsEndLeavesTheRequestOpen() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Upstream upstream = Upstream.plain(connection -> {
                    connection.shutdownOutput();
                    heard.complete(TcpGateway.line(connection));
                });
                TcpGateway gateway = TcpGateway.start(ANY, upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals(-1, socket.getInputStream().read());

            TcpGateway.say(socket, "still here\n");

            assertEquals("still here", heard.get(20, TimeUnit.SECONDS));
            socket.close();
            gateway.awaitEnd("-");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void theClientsEndOverTerminatedTlsLeavesTheAnswerOpen() throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    int length = connection.getInputStream().readAllBytes().length;
                    TcpGateway.say(connection, "heard " + length + "\n");
                });
                TcpGateway gateway = TcpGateway.start(terminating(upstream), config -> config);
                Socket plain = new Socket("127.0.0.1", gateway.server().port("tls"))) {
            plain.setSoTimeout(20_000);
            SSLSocket secure = (SSLSocket) BackendTls.believing("root-ca.pem")
                    .getSocketFactory()
                    .createSocket(plain, "backend.example.com", 443, true);
            TcpGateway.say(secure, "request");
            secure.shutdownOutput();

            assertEquals("heard 7", TcpGateway.line(secure));
        }
    }

    private static String terminating(Upstream upstream) throws Exception {
        String written = TcpGateway.config(ANY, upstream.endpoint());
        String served = written.replace(
                        "{mode: PASSTHROUGH}",
                        "{mode: SIMPLE, serverCertificate: %s, privateKey: %s}"
                                .formatted(TcpGateway.cert("backend.crt"), TcpGateway.cert("backend.key")))
                .replace("{port: 9000}", "{port: 9443}");
        return served.replaceAll("(?m)^  tls:\n.*sniHosts.*\n.*\n", "");
    }

    @Test
    void aResetOfTheUpstreamResetsTheClient() throws Exception {
        CountDownLatch joined = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    TcpGateway.say(connection, "half a wo");
                    joined.await();
                    connection.setSoLinger(true, 0);
                });
                TcpGateway gateway = TcpGateway.start(ANY, upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals(9, socket.getInputStream().readNBytes(9).length);
            joined.countDown();

            assertThrows(SocketException.class, () -> socket.getInputStream().read());
            gateway.awaitEnd("UC");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aResetOfTheClientResetsTheUpstream() throws Exception {
        CompletableFuture<Object> end = new CompletableFuture<>();
        try (Upstream upstream = Upstream.plain(connection -> {
                    TcpGateway.say(connection, "a\n");
                    try {
                        end.complete(connection.getInputStream().read());
                    } catch (IOException reset) {
                        end.complete(reset.getClass());
                    }
                });
                TcpGateway gateway = TcpGateway.start(ANY, upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("a", TcpGateway.line(socket));
            socket.setSoLinger(true, 0);
            socket.close();

            assertEquals(SocketException.class, end.get(20, TimeUnit.SECONDS));
            gateway.awaitEnd("DC");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void anUpstreamThatDoesNotReadStopsTheClient() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong arrived = new AtomicLong();
        try (Upstream upstream = Upstream.plain(connection -> {
                    read.await();
                    arrived.set(count(connection.getInputStream()));
                    TcpGateway.say(connection, "done\n");
                });
                TcpGateway gateway = TcpGateway.start(ANY, upstream.endpoint());
                Socket socket = gateway.connect()) {
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> sending = send(socket, sent);

            awaitStandstill(sent);
            assertTrue(sent.get() < KERNEL, "accepted although nobody reads: " + sent);

            read.countDown();
            sending.get(60, TimeUnit.SECONDS);
            assertEquals("done", TcpGateway.line(socket));
            assertEquals(PLENTY, arrived.get(), "all that was sent arrives");
            assertEquals(PLENTY, gateway.meter("gatehouse_tcp_received_bytes_total", TcpGateway.CLUSTER));
        }
    }

    @Test
    void aClientThatDoesNotReadStopsTheUpstream() throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicReference<CompletableFuture<Void>> sending = new AtomicReference<>();
        try (Upstream upstream = Upstream.plain(connection -> {
                    sending.set(send(connection, sent));
                    connection.getInputStream().read();
                });
                TcpGateway gateway = TcpGateway.start(ANY, upstream.endpoint());
                Socket socket = gateway.connect()) {
            TcpGateway.await(() -> sent.get() > 0);
            awaitStandstill(sent);
            assertTrue(sent.get() < KERNEL, "accepted although nobody reads: " + sent);

            assertEquals(PLENTY, count(socket.getInputStream()));
            sending.get().get(60, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> send(Socket socket, AtomicLong sent) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Upstream.daemon(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                byte[] block = new byte[64 * 1024];
                while (sent.get() < PLENTY) {
                    out.write(block);
                    sent.addAndGet(block.length);
                }
                socket.shutdownOutput();
                done.complete(null);
            } catch (IOException broken) {
                done.completeExceptionally(broken);
            }
        });
        return done;
    }

    /** Nothing has moved in a hundred looks in a row. */
    private static void awaitStandstill(AtomicLong moved) {
        long last = -1;
        for (int still = 0; still < 100; still++) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            long now = moved.get();
            still = now == last ? still : 0;
            last = now;
        }
    }

    private static long count(InputStream in) throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    @Test
    void aRemovedListenerRefusesNewConnectionsAndLetsOldOnesLive() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway = TcpGateway.start(
                        ANY, config -> config.drainTimeout(Duration.ofSeconds(60)), upstream.endpoint());
                Socket old = gateway.connect()) {
            int port = gateway.server().port("tcp");
            assertEquals("a", TcpGateway.line(old));

            gateway.server().config("");

            assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close());
            TcpGateway.say(old, "still here\n");
            assertEquals("still here", TcpGateway.line(old));
            old.shutdownOutput();
            assertEquals(-1, old.getInputStream().read());
            gateway.awaitEnd("-");
        }
    }

    @Test
    void theEndOfTheGatewayWaitsForConnectionsUpToItsLimit() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"))) {
            TcpGateway gateway =
                    TcpGateway.start(ANY, config -> config.drainTimeout(Duration.ofSeconds(60)), upstream.endpoint());
            try (Socket finishing = gateway.connect()) {
                int port = gateway.server().port("tcp");
                assertEquals("a", TcpGateway.line(finishing));
                CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(gateway));
                TcpGateway.await(() -> !accepts(port));

                TcpGateway.say(finishing, "still here\n");
                assertEquals("still here", TcpGateway.line(finishing));
                assertTrue(!closing.isDone());
                finishing.shutdownOutput();
                assertEquals(-1, finishing.getInputStream().read());

                closing.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aConnectionThatOutlivesTheDrainIsCut() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"))) {
            TcpGateway gateway =
                    TcpGateway.start(ANY, config -> config.drainTimeout(Duration.ofMillis(200)), upstream.endpoint());
            try (Socket staying = gateway.connect()) {
                assertEquals("a", TcpGateway.line(staying));

                close(gateway);

                assertThrows(
                        SocketException.class, () -> staying.getInputStream().read(), "a reset, no clean end");
                assertTrue(gateway.log().contains("\"response_code_details\":\"gateway_closed\""), gateway.log());
            }
        }
    }

    private static void close(TcpGateway gateway) {
        try {
            gateway.close();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
