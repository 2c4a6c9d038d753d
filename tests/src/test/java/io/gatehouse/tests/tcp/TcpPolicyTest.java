package io.gatehouse.tests.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.upstream.DeafServer;
import io.gatehouse.tests.upstream.KeepaliveTimer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A DestinationRule's traffic policy, where the gateway only passes bytes on. */
class TcpPolicyTest {
    private static final int LAST_WORDS = 50;
    private static final byte[] V2_SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    /** Tells what it saw of the TLS session, then repeats what it hears. */
    private static void tellSession(Socket connection) throws Exception {
        ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) connection).getSession();
        String client = session.getLocalCertificates() == null || !((SSLSocket) connection).getNeedClientAuth()
                ? "none"
                : ((X509Certificate) session.getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
        TcpGateway.say(connection, session.getRequestedServerNames() + " client=" + client + "\n");
        connection.getInputStream().transferTo(connection.getOutputStream());
    }

    @Test
    void tlsIsOriginatedWithServerNameAndVerified() throws Exception {
        try (Upstream upstream = Upstream.tls(false, TcpPolicyTest::tellSession);
                TcpGateway gateway = TcpGateway.start(
                        "{tls: {mode: SIMPLE, sni: backend.example.com, caCertificates: "
                                + TcpGateway.cert("root-ca.pem") + "}}",
                        upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("[type=host_name (0), value=backend.example.com] client=none", TcpGateway.line(socket));
            TcpGateway.say(socket, "ping\n");
            assertEquals("ping", TcpGateway.line(socket));
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read(), "the end is passed on through TLS, too");
            gateway.awaitNothingLeft();
        }
    }

    /** Their end closes the connection while whole records of TLS wait to be decrypted. */
    @Test
    void whatAnUpstreamSaysAsItsLastWordsIsPassedOnThroughTls() throws Exception {
        try (Upstream upstream = Upstream.tls(false, connection -> {
                    connection.getInputStream().readAllBytes();
                    for (int i = 0; i < LAST_WORDS; i++) {
                        connection.getOutputStream().write(i);
                    }
                });
                TcpGateway gateway =
                        TcpGateway.start("{tls: {mode: SIMPLE, insecureSkipVerify: true}}", upstream.endpoint())) {
            for (int i = 0; i < 20; i++) {
                try (Socket socket = gateway.connect()) {
                    socket.shutdownOutput();
                    assertEquals(LAST_WORDS, socket.getInputStream().readAllBytes().length);
                }
            }
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void mutualTlsShowsTheClientCertificateAndWithoutSniNamesNobody() throws Exception {
        String policy = "{tls: {mode: MUTUAL, clientCertificate: %s, privateKey: %s, caCertificates: %s}}"
                .formatted(
                        TcpGateway.cert("client.crt"), TcpGateway.cert("client.key"), TcpGateway.cert("root-ca.pem"));
        try (Upstream upstream = Upstream.tls(true, TcpPolicyTest::tellSession);
                TcpGateway gateway = TcpGateway.start(policy, upstream.endpoint())) {
            assertEquals("[] client=CN=client.example.com,O=oracle", gateway.greeting());
        }
    }

    @Test
    void anUpstreamOfAForeignAuthorityOrNameIsNotBelieved() throws Exception {
        for (String tls : List.of(
                "caCertificates: " + TcpGateway.cert("other-ca.pem"),
                "subjectAltNames: [somebody.else], caCertificates: " + TcpGateway.cert("root-ca.pem"))) {
            try (Upstream upstream = Upstream.tls(false, TcpPolicyTest::tellSession);
                    TcpGateway gateway = TcpGateway.start("{tls: {mode: SIMPLE, " + tls + "}}", upstream.endpoint())) {
                assertThrows(SocketException.class, gateway::greeting);

                gateway.awaitEnd("UF");
                gateway.awaitNothingLeft();
            }
        }
    }

    @Test
    void aPlainUpstreamFailsTheTlsHandshake() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("plain"));
                TcpGateway gateway =
                        TcpGateway.start("{tls: {mode: SIMPLE, insecureSkipVerify: true}}", upstream.endpoint())) {
            assertThrows(SocketException.class, gateway::greeting);

            gateway.awaitEnd("UF");
        }
    }

    @Test
    void theProxyHeaderOfVersion1ComesFirst() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway = TcpGateway.start("{proxyProtocol: {version: V1}}", upstream.endpoint());
                Socket socket = gateway.connect("127.0.0.7")) {
            assertEquals("a", TcpGateway.line(socket));
            assertEquals(
                    "PROXY TCP4 127.0.0.7 127.0.0.1 " + socket.getLocalPort() + " " + socket.getPort(),
                    TcpGateway.line(socket).trim());
            TcpGateway.say(socket, "ping\n");
            assertEquals("ping", TcpGateway.line(socket));
        }
    }

    @Test
    void theProxyHeaderOfVersion2ComesBeforeTls() throws Exception {
        byte[] header = new byte[28];
        CountDownLatch read = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    DataInputStream in = new DataInputStream(connection.getInputStream());
                    in.readFully(header);
                    read.countDown();
                    // What follows is a TLS handshake record.
                    if (in.read() == 22) {
                        TcpGateway.say(connection, "no server");
                    }
                });
                TcpGateway gateway = TcpGateway.start(
                        "{proxyProtocol: {version: V2}, tls: {mode: SIMPLE, insecureSkipVerify: true}}",
                        upstream.endpoint());
                Socket socket = gateway.connect("127.0.0.7")) {
            read.await();
            for (int i = 0; i < V2_SIGNATURE.length; i++) {
                assertEquals(V2_SIGNATURE[i], header[i]);
            }
            assertEquals("21 11 00 0c 7f 00 00 07 7f 00 00 01", hex(header, 12, 24));
            assertEquals(socket.getLocalPort(), (header[24] & 0xff) << 8 | header[25] & 0xff);
            assertThrows(SocketException.class, () -> TcpGateway.line(socket));
            gateway.awaitEnd("UF");
        }
    }

    private static String hex(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(text.isEmpty() ? "" : " ").append("%02x".formatted(bytes[i]));
        }
        return text.toString();
    }

    @Test
    void connectionsBeyondTheLimitAreResetUntilOneEnds() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway =
                        TcpGateway.start("{connectionPool: {tcp: {maxConnections: 1}}}", upstream.endpoint())) {
            try (Socket first = gateway.connect()) {
                assertEquals("a", TcpGateway.line(first));

                assertThrows(SocketException.class, gateway::greeting);
                gateway.awaitEnd("UO");
            }
            gateway.awaitNothingLeft();
            assertEquals("a", gateway.greeting());
            assertEquals(2, upstream.connections());
        }
    }

    @Test
    void aConnectionThatLivedLongEnoughIsClosed() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway = TcpGateway.start(
                        "{connectionPool: {tcp: {maxConnectionDuration: 0.3s}}}", upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("a", TcpGateway.line(socket));

            assertEquals(-1, socket.getInputStream().read(), "closed, not reset");
            gateway.awaitEnd("DT");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aConnectionOnWhichNothingMovesIsClosed() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway =
                        TcpGateway.start("{connectionPool: {tcp: {idleTimeout: 0.3s}}}", upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("a", TcpGateway.line(socket));

            assertEquals(-1, socket.getInputStream().read(), "closed, not reset");
            gateway.awaitEnd("SI");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void anUpstreamThatDoesNotAcceptIsGivenUp() throws Exception {
        try (DeafServer deaf = new DeafServer();
                TcpGateway gateway = TcpGateway.start(
                        "{connectionPool: {tcp: {connectTimeout: 0.3s}}}", Upstream.endpoint(deaf.port()))) {
            assertThrows(SocketException.class, gateway::greeting);

            gateway.awaitEnd("UF");
            assertTrue(gateway.log().contains("SocketTimeoutException"), gateway.log());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void idleConnectionsAreProbedAsOftenAsIsWritten() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway = TcpGateway.start(
                        "{connectionPool: {tcp: {tcpKeepalive: {time: 90s, interval: 9s, probes: 3}}}}",
                        upstream.endpoint());
                Socket socket = gateway.connect()) {
            assertEquals("a", TcpGateway.line(socket));

            TcpGateway.await(() -> probedIn(upstream).isPresent());
            assertTrue(probedIn(upstream).orElseThrow() <= 90, "Linux's own time is two hours");
        }
    }

    private static OptionalLong probedIn(Upstream upstream) {
        try {
            return KeepaliveTimer.of(upstream.port());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void anEndpointThatRefusesIsLeftOut() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway = TcpGateway.start(
                        "{loadBalancer: {simple: ROUND_ROBIN}, outlierDetection: {consecutive5xxErrors: 2,"
                                + " baseEjectionTime: 100s, maxEjectionPercent: 100}}",
                        upstream.endpoint(),
                        Upstream.endpoint(Upstream.refusing()))) {
            int failures = 0;
            for (int i = 0; i < 20; i++) {
                try {
                    assertEquals("a", gateway.greeting());
                } catch (SocketException refused) {
                    failures++;
                }
            }

            assertEquals(2, failures, "two failures in a row are enough");
            assertEquals(1, gateway.meter("gatehouse_cluster_ejections", TcpGateway.CLUSTER));
        }
    }

    @Test
    void withSplitErrorsFailuresToConnectHaveALimitOfTheirOwn() throws Exception {
        try (TcpGateway gateway = TcpGateway.start(
                "{outlierDetection: {splitExternalLocalOriginErrors: true, consecutive5xxErrors: 1,"
                        + " consecutiveLocalOriginFailures: 3, maxEjectionPercent: 100}}",
                Upstream.endpoint(Upstream.refusing()))) {
            for (int i = 0; i < 4; i++) {
                assertThrows(SocketException.class, gateway::greeting);
            }

            gateway.awaitEnd("UH");
            assertEquals(3, gateway.meter("gatehouse_endpoint_failures", TcpGateway.CLUSTER));
        }
    }

    @Test
    void roundRobinTakesEachInTurn() throws Exception {
        try (Upstream a = Upstream.plain(Upstream.echo("a"));
                Upstream b = Upstream.plain(Upstream.echo("b"));
                TcpGateway gateway =
                        TcpGateway.start("{loadBalancer: {simple: ROUND_ROBIN}}", a.endpoint(), b.endpoint())) {
            for (int i = 0; i < 10; i++) {
                gateway.greeting();
            }

            assertEquals(5, a.connections());
            assertEquals(5, b.connections());
        }
    }

    @Test
    void theHashOfTheSourceAddressStaysWithOneEndpoint() throws Exception {
        try (Upstream a = Upstream.plain(Upstream.echo("a"));
                Upstream b = Upstream.plain(Upstream.echo("b"));
                TcpGateway gateway = TcpGateway.start(
                        "{loadBalancer: {consistentHash: {useSourceIp: true}}}", a.endpoint(), b.endpoint())) {
            Set<String> all = new HashSet<>();
            for (int client = 1; client <= 20; client++) {
                Set<String> own = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    try (Socket socket = gateway.connect("127.0.1." + client)) {
                        own.add(TcpGateway.line(socket));
                    }
                }
                assertEquals(1, own.size());
                all.addAll(own);
            }

            // The chance that 20 clients hash to one of two equal endpoints is 2^-19.
            assertEquals(Set.of("a", "b"), all);
        }
    }

    @Test
    void aSubsetsEndpointsAndPolicyHold() throws Exception {
        try (Upstream a = Upstream.plain(Upstream.echo("a"));
                Upstream b = Upstream.plain(Upstream.echo("b"))) {
            String yaml = TcpGateway.config(
                            "{loadBalancer: {simple: RANDOM}}\n  subsets: [{name: v2, labels: {version: v2},"
                                    + " trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}}]",
                            "{address: 127.0.0.1, labels: {version: v1}, ports: {tcp: " + a.port() + "}}",
                            "{address: 127.0.0.1, labels: {version: v2}, ports: {tcp: " + b.port() + "}}")
                    .replace(
                            "- match: [{port: 9000}]\n    route: [{destination: {host: svc}}]",
                            "- match: [{port: 9000}]\n    route: [{destination: {host: svc, subset: v2}}]");
            try (TcpGateway gateway = TcpGateway.start(yaml, config -> config);
                    Socket first = gateway.connect()) {
                assertEquals("b", TcpGateway.line(first));
                assertThrows(SocketException.class, gateway::greeting);
            }
        }
    }

    @Test
    void aPassedThroughConnectionIsUnderThePolicy() throws Exception {
        try (Upstream upstream = Upstream.tls(false, TcpPolicyTest::tellSession);
                TcpGateway gateway =
                        TcpGateway.start("{connectionPool: {tcp: {maxConnections: 1}}}", upstream.endpoint());
                SSLSocket first = gateway.passThrough()) {
            assertEquals("[type=host_name (0), value=backend.example.com] client=none", TcpGateway.line(first));

            assertThrows(IOException.class, () -> gateway.passThrough().close());
            gateway.awaitEnd("UO");
            assertTrue(gateway.log().contains("\"requested_server_name\":\"backend.example.com\""), gateway.log());
        }
    }

    @Test
    void whatMovedIsCountedAndLogged() throws Exception {
        try (Upstream upstream = Upstream.plain(Upstream.echo("a"));
                TcpGateway gateway = TcpGateway.start("{loadBalancer: {simple: RANDOM}}", upstream.endpoint())) {
            try (Socket socket = gateway.connect("127.0.0.7")) {
                assertEquals("a", TcpGateway.line(socket));
                TcpGateway.say(socket, "ping\n");
                assertEquals("ping", TcpGateway.line(socket));
                TcpGateway.await(() -> gateway.meter("gatehouse_tcp_sent_bytes_total", TcpGateway.CLUSTER) == 7);
                assertEquals(1, gateway.meter("gatehouse_tcp_active", TcpGateway.CLUSTER));
                assertEquals("", gateway.log());
                socket.shutdownOutput();
                assertNull(TcpGateway.line(socket));
            }

            gateway.awaitEnd("-");
            gateway.awaitNothingLeft();
            assertEquals(5, gateway.meter("gatehouse_tcp_received_bytes_total", TcpGateway.CLUSTER));
            assertEquals(1, gateway.meter("gatehouse_tcp_connections_total", TcpGateway.CLUSTER, "complete"));
            String line = gateway.log();
            assertTrue(
                    line.contains("\"upstream_host\":\"127.0.0.1:" + upstream.port() + "\",\"upstream_attempts\":1,"
                            + "\"bytes_received\":5,\"bytes_sent\":7,"),
                    line);
            assertTrue(line.contains("\"downstream_remote_address\":\"127.0.0.7:"), line);
            assertTrue(line.contains("\"route_name\":\"default/vs[0]\""), line);
            assertEquals(0, gateway.meter("gatehouse_requests_seconds_count"), "a connection is no request");
        }
    }

    @Test
    void aConnectionToNowhereIsCounted() throws Exception {
        try (TcpGateway gateway =
                TcpGateway.start("{loadBalancer: {simple: RANDOM}}", Upstream.endpoint(Upstream.refusing()))) {
            assertThrows(SocketException.class, gateway::greeting);

            gateway.awaitEnd("UF");
            assertEquals(
                    1,
                    gateway.meter("gatehouse_tcp_connections_total", TcpGateway.CLUSTER, "remote_connection_failure"));
            assertEquals(1, gateway.meter("gatehouse_endpoint_failures", TcpGateway.CLUSTER));
            gateway.awaitNothingLeft();
        }
    }
}
