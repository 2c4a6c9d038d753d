package io.gatehouse.jetty.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.telemetry.SessionRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final Server server = new Server(new InlineThreadPool(50));
    private final Snapshots snapshots = new Snapshots();
    private final BlockingQueue<Callback> held = new LinkedBlockingQueue<>();
    private Listeners listeners;

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (request.getHttpURI().getPath().equals("/held")) {
                    held.add(Callback.from(
                            () -> Content.Sink.write(response, true, "held", callback), callback::failed));
                } else if (request.getHttpURI().getPath().equals("/who")) {
                    String name = request.getConnectionMetaData().getConnector().getName();
                    Content.Sink.write(response, true, name, callback);
                } else {
                    Content.Sink.write(response, true, "ok", callback);
                }
                return true;
            }
        });
        server.start();
        listen(ListenerSettings.of(HttpConfiguration::new));
    }

    private void listen(ListenerSettings settings) {
        if (listeners != null) {
            listeners.close();
        }
        listeners = new Listeners(server, snapshots, name -> null, settings);
        listeners.start();
    }

    @AfterEach
    void stop() throws Exception {
        listeners.close();
        server.stop();
    }

    @Test
    void publishReturnsWhenThePortServes() throws Exception {
        int port = freePort();

        snapshots.publish(Specs.snapshot(Specs.http(port)));

        assertEquals("200", status(port, "/"));
        assertEquals(ListenerState.Phase.SERVING, listeners.states().get(0).phase());
    }

    @Test
    void ephemeralPortIsFoundByServerName() throws Exception {
        listen(ListenerSettings.of(HttpConfiguration::new).withEphemeralPorts());

        snapshots.publish(Specs.snapshot(Specs.http(80)));

        assertEquals("200", status(listeners.port("http").orElseThrow(), "/"));
        assertTrue(listeners.port("https").isEmpty());
    }

    @Test
    void removedPortRefusesAtOnceWhileItsRequestFinishesAndOtherPortsLiveOn() throws Exception {
        int removed = freePort();
        int untouched = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(removed), Specs.http(untouched)));
        try (Client inFlight = new Client(removed);
                Client other = new Client(untouched);
                Client idle = new Client(removed)) {
            assertEquals("HTTP/1.1 200 OK", idle.get("/"));
            assertEquals("HTTP/1.1 200 OK", other.get("/"));
            inFlight.send("/held");
            Callback request = held.poll(5, TimeUnit.SECONDS);

            snapshots.publish(Specs.snapshot(Specs.http(untouched)));

            assertThrows(ConnectException.class, () -> new Client(removed).close());
            assertEquals("HTTP/1.1 200 OK", other.get("/"));
            assertEquals(null, idle.reader.readLine(), "the idle connection is closed");
            request.succeeded();
            assertEquals("HTTP/1.1 200 OK", inFlight.readHead());
            assertTrue(inFlight.head.toString().toLowerCase().contains("connection: close"));
            await(() -> server.getConnectors().length == 1);
        }
    }

    @Test
    void takenPortIsReportedAndRetriedWhileOthersServe() throws Exception {
        int free = freePort();
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();

            snapshots.publish(Specs.snapshot(Specs.http(port), Specs.http(free)));

            ListenerState failed = state(port);
            assertEquals(ListenerState.Phase.FAILED, failed.phase());
            assertTrue(failed.problems().get(0).contains("127.0.0.1:" + port), failed.problems()::toString);
            assertEquals("200", status(free, "/"));
            assertEquals(1, server.getConnectors().length);
        }
        await(() -> state(port).phase() == ListenerState.Phase.SERVING);
        assertEquals("200", status(port, "/"));
    }

    @Test
    void aSlowProxyHeaderEndsTheConnection() throws Exception {
        RefusalCount refusals = new RefusalCount();
        listen(ListenerSettings.of(HttpConfiguration::new)
                .withTimeouts(Duration.ofSeconds(30), Duration.ofMillis(300))
                .withProxyPeers(peer -> true)
                .withConnections(refusals));
        int port = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(port)));
        try (Client client = new Client(port)) {
            client.write("PROXY TCP4 203.0.113.7");

            assertThrows(SocketException.class, client.reader::readLine);
        }
        assertEquals(1, refusals.of(ConnectionSink.Refusal.PROXY_HEADER));
    }

    @Test
    void noConnectionIsForgottenThatComesWhileItsPortGoes() throws Exception {
        for (int i = 0; i < 30; i++) {
            int port = freePort();
            snapshots.publish(Specs.snapshot(Specs.http(port)));
            CompletableFuture<Integer> opened = CompletableFuture.supplyAsync(() -> connectUntilRefused(port));
            await(() -> answers(port));

            snapshots.publish(Specs.snapshot());

            assertTrue(opened.get(10, TimeUnit.SECONDS) >= 0);
        }
    }

    /** Each connection ends, by answer, end or reset: a timeout of its reading fails the test. */
    private static int connectUntilRefused(int port) {
        List<Client> clients = new ArrayList<>();
        try {
            while (clients.size() < 500) {
                clients.add(new Client(port));
            }
        } catch (IOException refused) {
            // The port is gone
        }
        for (Client client : clients) {
            try (client) {
                client.reader.read();
            } catch (SocketTimeoutException forgotten) {
                throw new IllegalStateException(forgotten);
            } catch (IOException reset) {
                // Ended as well
            }
        }
        return clients.size();
    }

    @Test
    void connectionsBeyondTheLimitOfThePortAreResetUntilOneEnds() throws Exception {
        RefusalCount refusals = new RefusalCount();
        listen(ListenerSettings.of(HttpConfiguration::new).withMaxConnections(2).withConnections(refusals));
        int port = freePort();
        int other = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(port), Specs.http(other)));
        try (Client first = new Client(port);
                Client elsewhere = new Client(other)) {
            assertEquals("HTTP/1.1 200 OK", elsewhere.get("/"));
            assertEquals("HTTP/1.1 200 OK", first.get("/"));
            try (Client second = new Client(port)) {
                assertEquals("HTTP/1.1 200 OK", second.get("/"));
                // A reset can come before the client has noticed that it is connected.
                assertThrows(SocketException.class, () -> {
                    try (Client third = new Client(port)) {
                        third.reader.readLine();
                    }
                });
                assertEquals(1, refusals.of(ConnectionSink.Refusal.LIMIT));
            }
            await(() -> answers(port));
            assertEquals("HTTP/1.1 200 OK", first.get("/"), "the others never noticed");
        }
    }

    private static boolean answers(int port) {
        try (Client client = new Client(port)) {
            return client.get("/").startsWith("HTTP/1.1 200");
        } catch (IOException refused) {
            return false;
        }
    }

    /** Counts what the listeners refuse. */
    private static final class RefusalCount implements ConnectionSink {
        private final Map<Refusal, Integer> causes = new ConcurrentHashMap<>();

        @Override
        public Traffic started(String cluster) {
            return Traffic.NONE;
        }

        @Override
        public void ended(SessionRecord record) {}

        @Override
        public void refused(ListenerKey listener, Refusal cause) {
            causes.merge(cause, 1, Integer::sum);
        }

        int of(Refusal cause) {
            return causes.getOrDefault(cause, 0);
        }
    }

    @Test
    void aPortMayHaveAWildcardAndASpecificAddress() throws Exception {
        int port = freePort();
        ListenerSpec wildcard = Specs.http("0.0.0.0", port);
        ListenerSpec specific = Specs.http("127.0.0.1", port);
        for (List<ListenerSpec> order : List.of(List.of(wildcard, specific), List.of(specific, wildcard))) {
            snapshots.publish(Specs.snapshot(order.get(0)));
            snapshots.publish(Specs.snapshot(order.get(0), order.get(1)));

            assertEquals(
                    List.of(ListenerState.Phase.SERVING, ListenerState.Phase.SERVING),
                    listeners.states().stream().map(ListenerState::phase).toList());
            assertEquals(specific.key().toString(), whoAnswers("127.0.0.1", port));
            assertEquals(wildcard.key().toString(), whoAnswers("127.0.0.2", port));

            snapshots.publish(Specs.snapshot(wildcard));
            assertEquals(wildcard.key().toString(), whoAnswers("127.0.0.1", port), "the wildcard takes over");
            snapshots.publish(Specs.snapshot());
        }
    }

    private static String whoAnswers(String address, int port) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /who HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    @Test
    void portCanBeRemovedAndAddedAgain() throws Exception {
        int port = freePort();
        for (int round = 0; round < 3; round++) {
            snapshots.publish(Specs.snapshot(Specs.http(port)));
            assertEquals("200", status(port, "/"));
            snapshots.publish(Snapshot.EMPTY);
            assertThrows(ConnectException.class, () -> new Client(port).close());
        }
    }

    @Test
    void h2cUpgradeIsIgnored() throws Exception {
        int port = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(port)));
        try (Client client = new Client(port)) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

            assertEquals("HTTP/1.1 200 OK", client.readHead());
        }
    }

    @Test
    void http2ByPriorKnowledgeIsSpoken() throws Exception {
        int port = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(port)));
        try (Client client = new Client(port)) {
            client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});

            byte[] frameHeader = client.socket.getInputStream().readNBytes(9);

            assertEquals(4, frameHeader[3], "the server's preface is a SETTINGS frame");
        }
    }

    @Test
    void tricklingHeadIsAnswered408() throws Exception {
        ListenerSettings settings = ListenerSettings.of(HttpConfiguration::new);
        listen(settings.withTimeouts(Duration.ofMillis(300), settings.handshakeTimeout()));
        int port = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(port)));
        try (Client client = new Client(port)) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n");

            assertEquals("HTTP/1.1 408 Request Timeout", client.readHead());
            assertEquals(null, client.reader.readLine());
        }
    }

    @Test
    void drainedListenersRefuseAndFinish() throws Exception {
        int port = freePort();
        snapshots.publish(Specs.snapshot(Specs.http(port)));
        try (Client client = new Client(port)) {
            client.send("/held");
            Callback request = held.poll(5, TimeUnit.SECONDS);

            var drained = listeners.drain(Duration.ofSeconds(30));
            await(() -> listeners.states().isEmpty());
            assertThrows(ConnectException.class, () -> new Client(port).close());
            request.succeeded();

            assertEquals("HTTP/1.1 200 OK", client.readHead());
            drained.get(5, TimeUnit.SECONDS);
        }
    }

    private ListenerState state(int port) {
        return listeners.states().stream()
                .filter(state -> state.key().port() == port)
                .findFirst()
                .orElseThrow();
    }

    private static String status(int port, String path) throws IOException {
        try (Client client = new Client(port)) {
            return client.get(path).split(" ")[1];
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "condition did not come true");
            Thread.onSpinWait();
        }
    }

    /** A bare HTTP/1.1 client that sees each connection. */
    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader reader;
        private final StringBuilder head = new StringBuilder();

        Client(int port) throws IOException {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(10_000);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        void send(String path) throws IOException {
            write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        String get(String path) throws IOException {
            send(path);
            String status = readHead();
            reader.read();
            reader.read();
            return status;
        }

        String readHead() throws IOException {
            head.setLength(0);
            String status = reader.readLine();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                head.append(line).append('\n');
            }
            return status;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
