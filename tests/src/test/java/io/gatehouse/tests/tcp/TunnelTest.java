package io.gatehouse.tests.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Connections that are carried through a forward proxy ({@code trafficPolicy.tunnel}). */
class TunnelTest {
    private static final String OPEN = "HTTP/1.1 200 OK\r\n\r\n";
    private static final int LARGE = 3_000_000;

    private static String tunnel(String method, int port, String... more) {
        return "{tunnel: {protocol: " + method + ", targetHost: 127.0.0.1, targetPort: " + port + "}"
                + String.join("", more) + "}";
    }

    /** A proxy that reads the request and then does this. */
    private static Upstream proxy(Upstream.Talk talk) throws Exception {
        return Upstream.plain(connection -> {
            ForwardProxy.head(connection);
            talk.with(connection);
        });
    }

    @Test
    void connectCarriesBytesBothWaysAndEachEnd() throws Exception {
        try (Upstream target = Upstream.plain(Upstream.echo("target"));
                Upstream proxy = Upstream.plain(ForwardProxy::connect);
                TcpGateway gateway = TcpGateway.start(tunnel("CONNECT", target.port()), proxy.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("target", TcpGateway.line(socket));
            TcpGateway.say(socket, "ping\n");
            assertEquals("ping", TcpGateway.line(socket));
            socket.shutdownOutput();
            assertNull(TcpGateway.line(socket));

            gateway.awaitEnd("-");
            gateway.awaitNothingLeft();
            assertTrue(gateway.log().contains("\"upstream_host\":\"127.0.0.1:" + proxy.port() + "\""), gateway.log());
            assertTrue(gateway.log().contains("\"bytes_received\":5,\"bytes_sent\":12,"), gateway.log());
        }
    }

    @Test
    void theRequestNamesTheTargetAndTheClientIsNotHeardBeforeTheAnswer() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        CountDownLatch sent = new CountDownLatch(1);
        try (Upstream proxy = Upstream.plain(connection -> {
                    head.complete(ForwardProxy.head(connection));
                    sent.await();
                    assertEquals(0, connection.getInputStream().available());
                    TcpGateway.say(connection, OPEN + "early\n");
                    connection.getInputStream().transferTo(connection.getOutputStream());
                });
                TcpGateway gateway =
                        TcpGateway.start("{tunnel: {targetHost: db.example.com, targetPort: 5432}}", proxy.endpoint());
                Socket socket = gateway.connect()) {
            TcpGateway.say(socket, "ping\n");
            assertEquals(
                    "CONNECT db.example.com:5432 HTTP/1.1\r\nhost: db.example.com:5432\r\n\r\n",
                    head.get(20, TimeUnit.SECONDS));
            sent.countDown();

            assertEquals("early", TcpGateway.line(socket), "what came with the answer is the target's");
            assertEquals("ping", TcpGateway.line(socket));
        }
    }

    @Test
    void theTargetMayBeAnAddressOfIpv6() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        try (Upstream proxy = Upstream.plain(connection -> head.complete(ForwardProxy.head(connection)));
                TcpGateway gateway = TcpGateway.start(
                        "{tunnel: {protocol: POST, targetHost: '2001:db8::1', targetPort: 443}}", proxy.endpoint())) {
            assertThrows(SocketException.class, gateway::greeting);

            assertEquals(
                    "POST / HTTP/1.1\r\nhost: [2001:db8::1]:443\r\ntransfer-encoding: chunked\r\n\r\n",
                    head.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void interimAnswersAreSkippedAndNoLengthEndsAConnection() throws Exception {
        try (Upstream proxy = proxy(connection -> {
                    TcpGateway.say(
                            connection, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n");
                    TcpGateway.say(connection, "HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\n");
                    Upstream.echo("longer than three").with(connection);
                });
                TcpGateway gateway = TcpGateway.start(tunnel("CONNECT", 1), proxy.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("longer than three", TcpGateway.line(socket));
            TcpGateway.say(socket, "ping\n");
            assertEquals("ping", TcpGateway.line(socket));
        }
    }

    @Test
    void aPassedThroughConnectionIsCarriedToo() throws Exception {
        try (Upstream target = Upstream.tls(false, Upstream.echo("secure"));
                Upstream proxy = Upstream.plain(ForwardProxy::connect);
                TcpGateway gateway = TcpGateway.start(tunnel("CONNECT", target.port()), proxy.endpoint());
                SSLSocket socket = gateway.passThrough()) {
            assertEquals("secure", TcpGateway.line(socket));
            TcpGateway.say(socket, "ping\n");
            assertEquals("ping", TcpGateway.line(socket));
        }
    }

    @Test
    void theProxyIsAskedWithinItsTls() throws Exception {
        String tls = ", tls: {mode: SIMPLE, sni: backend.example.com, caCertificates: " + TcpGateway.cert("root-ca.pem")
                + "}";
        for (String method : new String[] {"CONNECT", "POST"}) {
            try (Upstream target = Upstream.plain(Upstream.echo("target"));
                    Upstream proxy =
                            Upstream.tls(false, method.equals("POST") ? ForwardProxy::post : ForwardProxy::connect);
                    TcpGateway gateway = TcpGateway.start(tunnel(method, target.port(), tls), proxy.endpoint());
                    Socket socket = gateway.connect()) {
                assertEquals("target", TcpGateway.line(socket));
                TcpGateway.say(socket, "ping\n");
                socket.shutdownOutput();
                assertEquals("ping", TcpGateway.line(socket));
                assertNull(TcpGateway.line(socket));
                gateway.awaitNothingLeft();
            }
        }
    }

    @Test
    void postCarriesBytesInBothBodies() throws Exception {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        try (Upstream target = Upstream.plain(
                        connection -> connection.getInputStream().transferTo(connection.getOutputStream()));
                Upstream proxy = Upstream.plain(ForwardProxy::post);
                TcpGateway gateway = TcpGateway.start(tunnel("POST", target.port()), proxy.endpoint());
                Socket socket = gateway.connect()) {
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> readAll(socket));
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();

            assertArrayEquals(bytes, answer.get(20, TimeUnit.SECONDS));
            gateway.awaitEnd("-");
            gateway.awaitNothingLeft();
            assertTrue(
                    gateway.log().contains("\"bytes_received\":" + LARGE + ",\"bytes_sent\":" + LARGE + ","),
                    "chunk sizes are not the client's bytes: " + gateway.log());
        }
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void anAnswerToPostEndsWithItsLengthOrItsConnection() throws Exception {
        for (String head : new String[] {"content-length: 6\r\n\r\nhello\nmore", "\r\nhello\n"}) {
            try (Upstream proxy = proxy(connection -> {
                        TcpGateway.say(connection, "HTTP/1.1 200 OK\r\n" + head);
                        connection.shutdownOutput();
                        ForwardProxy.unwrap(connection.getInputStream(), OutputStream.nullOutputStream());
                    });
                    TcpGateway gateway = TcpGateway.start(tunnel("POST", 1), proxy.endpoint());
                    Socket socket = gateway.connect()) {
                assertEquals("hello", TcpGateway.line(socket));
                assertNull(TcpGateway.line(socket));
                socket.shutdownOutput();
                gateway.awaitEnd("-");
                gateway.awaitNothingLeft();
            }
        }
    }

    @Test
    void anAnswerToPostThatBreaksOffIsNotTakenForWhole() throws Exception {
        for (String rest :
                new String[] {"content-length: 60\r\n\r\nhello\n", "transfer-encoding: chunked\r\n\r\n6\r\nhello\n"}) {
            try (Upstream proxy = proxy(connection -> TcpGateway.say(connection, "HTTP/1.1 200 OK\r\n" + rest));
                    TcpGateway gateway = TcpGateway.start(tunnel("POST", 1), proxy.endpoint());
                    Socket socket = gateway.connect()) {
                assertEquals("hello", TcpGateway.line(socket));
                assertThrows(SocketException.class, () -> TcpGateway.line(socket));
                gateway.awaitEnd("UC");
                gateway.awaitNothingLeft();
            }
        }
    }

    @Test
    void aProxyThatDoesNotOpenTheTunnelResetsTheClient() throws Exception {
        Map<String, Upstream.Talk> proxies = new LinkedHashMap<>();
        proxies.put(
                "the proxy answered with status 403", says("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno"));
        proxies.put("the proxy answered with status 502", says("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
        proxies.put("the proxy answered with status 302", says("HTTP/1.1 302 Found\r\nlocation: /\r\n\r\n"));
        proxies.put(
                "the proxy answered with status 101", says("HTTP/1.1 101 Switching Protocols\r\nupgrade: a\r\n\r\n"));
        proxies.put("not an HTTP answer", says("220 mail.example.com ESMTP\r\n"));
        proxies.put("not an HTTP answer: ", says("HTTP/1.1 99 Odd\r\n\r\n"));
        proxies.put("closed before the tunnel was open", connection -> {});
        proxies.put("EOFException", says("HTTP/1.1 200 OK\r\nserver: a"));
        proxies.put("reset", connection -> connection.setSoLinger(true, 0));
        proxies.put("HTTP answer", connection -> {
            TcpGateway.say(connection, "HTTP/1.1 200 OK\r\n");
            while (true) {
                TcpGateway.say(connection, "x-more: and more\r\n");
            }
        });
        proxies.put("too many interim answers", connection -> {
            while (true) {
                TcpGateway.say(connection, "HTTP/1.1 103 Early Hints\r\n\r\n");
            }
        });
        AtomicReference<Upstream.Talk> talk = new AtomicReference<>();
        try (Upstream proxy = proxy(connection -> talk.get().with(connection));
                TcpGateway gateway = TcpGateway.start(tunnel("CONNECT", 1), proxy.endpoint())) {
            int count = 0;
            for (Map.Entry<String, Upstream.Talk> each : proxies.entrySet()) {
                talk.set(each.getValue());
                assertThrows(SocketException.class, gateway::greeting, each.getKey());
                int ended = ++count;
                TcpGateway.await(() -> gateway.log().lines().count() == ended);
                String line = gateway.log().lines().skip(count - 1).findFirst().orElseThrow();
                assertTrue(
                        line.contains("\"response_flags\":\"UF\",\"response_code_details\":\"tunnel_failure\""), line);
                assertTrue(line.substring(line.indexOf("\"failure\"")).contains(each.getKey()), line);
            }
            assertEquals(count, gateway.meter("gatehouse_tcp_connections_total", "tunnel_failure"));
            gateway.awaitNothingLeft();
        }
    }

    private static Upstream.Talk says(String text) {
        return connection -> TcpGateway.say(connection, text);
    }

    @Test
    void aProxyThatDoesNotAnswerInTimeIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Upstream proxy = proxy(connection -> {
                    TcpGateway.say(connection, "HTTP/1.1 200 O");
                    over.await();
                });
                TcpGateway gateway = TcpGateway.start(
                        tunnel("CONNECT", 1, ", connectionPool: {tcp: {connectTimeout: 0.3s}}"), proxy.endpoint())) {
            assertThrows(SocketException.class, gateway::greeting);

            gateway.awaitEnd("UF");
            assertTrue(gateway.log().contains("tunnel_failure"), gateway.log());
            assertTrue(gateway.log().contains("not connected in time"), gateway.log());
            gateway.awaitNothingLeft();
        } finally {
            over.countDown();
        }
    }

    @Test
    void aProxyThatIsNotThereIsNoFailureOfTheTunnel() throws Exception {
        try (TcpGateway gateway = TcpGateway.start(tunnel("CONNECT", 1), Upstream.endpoint(Upstream.refusing()))) {
            assertThrows(SocketException.class, gateway::greeting);

            gateway.awaitEnd("UF");
            assertTrue(gateway.log().contains("remote_connection_failure"), gateway.log());
        }
    }

    @Test
    void aProxyIsEjectedForItsErrorsButNotForItsRefusals() throws Exception {
        AtomicReference<String> answer = new AtomicReference<>("HTTP/1.1 403 Forbidden\r\n\r\n");
        try (Upstream proxy = proxy(connection -> TcpGateway.say(connection, answer.get()));
                TcpGateway gateway = TcpGateway.start(
                        tunnel(
                                "CONNECT",
                                1,
                                ", outlierDetection: {consecutive5xxErrors: 2, baseEjectionTime: 100s,"
                                        + " maxEjectionPercent: 100}"),
                        proxy.endpoint())) {
            for (int i = 0; i < 3; i++) {
                assertThrows(SocketException.class, gateway::greeting);
            }
            answer.set("HTTP/1.1 503 Service Unavailable\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                assertThrows(SocketException.class, gateway::greeting);
            }

            gateway.awaitEnd("UH");
            assertEquals(5, proxy.connections(), "three refusals, two errors");
        }
    }

    @Test
    void aClientThatLeavesWhileTheProxyIsAskedLeavesNothingBehind() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (Upstream proxy = proxy(connection -> {
                    left.await();
                    TcpGateway.say(connection, OPEN);
                    connection.getInputStream().transferTo(connection.getOutputStream());
                });
                TcpGateway gateway = TcpGateway.start(tunnel("CONNECT", 1), proxy.endpoint())) {
            try (Socket socket = gateway.connect()) {
                TcpGateway.await(() -> proxy.connections() == 1);
                socket.setSoLinger(true, 0);
            }
            left.countDown();

            gateway.awaitEnd("DC");
            gateway.awaitNothingLeft();
        }
    }
}
