package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.Main;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficPolicyTest {
    private static String certs() throws Exception {
        return Main.resource("certs").toString();
    }

    @Test
    void tlsIsVerifiedAgainstTheHostThatIsAskedFor() throws Exception {
        try (EchoServer upstream = EchoServer.tls("a", false);
                Policed gateway = Policed.start(
                        "{tls: {mode: SIMPLE, caCertificates: " + certs() + "/root-ca.pem}}", Policed.at(upstream))) {
            assertTrue(gateway.get("backend.example.com").contains("value=backend.example.com"));
            String refused = gateway.get("other.example.com");
            assertTrue(refused.startsWith("HTTP/1.1 503"), refused);
            assertTrue(refused.endsWith("remote connection failure"), refused);
        }
    }

    @Test
    void aForeignAuthorityIsNotBelievedUnlessVerificationIsSkipped() throws Exception {
        try (EchoServer upstream = EchoServer.tls("a", false)) {
            String foreign = "{tls: {mode: SIMPLE, caCertificates: " + certs() + "/other-ca.pem}}";
            try (Policed gateway = Policed.start(foreign, Policed.at(upstream))) {
                assertTrue(gateway.get("backend.example.com").startsWith("HTTP/1.1 503"));
            }
            try (Policed gateway =
                    Policed.start("{tls: {mode: SIMPLE, insecureSkipVerify: true}}", Policed.at(upstream))) {
                assertTrue(gateway.get("any.example.com").startsWith("HTTP/1.1 200"));
            }
        }
    }

    @Test
    void aServerNameAndSubjectAltNamesStandInForTheHost() throws Exception {
        try (EchoServer upstream = EchoServer.tls("a", false);
                Policed gateway = Policed.start(
                        "{tls: {mode: SIMPLE, sni: inner.example.com, subjectAltNames: [backend.example.com],"
                                + " caCertificates: " + certs() + "/root-ca.pem}}",
                        Policed.at(upstream))) {
            String answer = gateway.get("whatever.example.com");
            assertTrue(answer.contains("value=inner.example.com"), answer);
        }
    }

    @Test
    void mutualTlsShowsTheClientCertificate() throws Exception {
        try (EchoServer upstream = EchoServer.tls("a", true);
                Policed gateway = Policed.start(
                        "{tls: {mode: MUTUAL, sni: backend.example.com, clientCertificate: " + certs()
                                + "/client.crt, privateKey: " + certs() + "/client.key, caCertificates: " + certs()
                                + "/root-ca.pem}}",
                        Policed.at(upstream))) {
            String answer = gateway.get("app.example.com");
            assertTrue(answer.contains("client.example.com"), answer);
        }
    }

    @Test
    void requestsBeyondTheLimitAreAnsweredAsOverflow() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (EchoServer upstream = EchoServer.plain("a").waitingFor(gate);
                Policed gateway =
                        Policed.start("{connectionPool: {http: {http2MaxRequests: 1}}}", Policed.at(upstream))) {
            Socket first = gateway.send("app");
            Until.holds(() -> upstream.requests() == 1);
            String second = gateway.get("app");
            assertTrue(second.startsWith("HTTP/1.1 503"), second);
            assertTrue(
                    second.endsWith(
                            "upstream connect error or disconnect/reset before headers. reset reason: overflow"),
                    second);
            gate.countDown();
            assertTrue(Policed.answer(first).startsWith("HTTP/1.1 200"));
            Until.holds(() -> gateway.get("app").startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void oneRequestWaitsForTheOnlyConnectionAndTheNextOverflows() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (EchoServer upstream = EchoServer.plain("a").waitingFor(gate);
                Policed gateway = Policed.start(
                        "{connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}}",
                        Policed.at(upstream))) {
            Socket first = gateway.send("app");
            Until.holds(() -> upstream.requests() == 1);
            Socket second = gateway.send("app");
            Socket third = gateway.send("app");
            // Which of the two waits is a race; the other is refused at once
            Set<String> answers = new HashSet<>();
            gateTwo(second, third, gate, answers);
            assertTrue(Policed.answer(first).startsWith("HTTP/1.1 200"));
            assertEquals(Set.of("200", "503"), answers);
            assertEquals(1, upstream.connections());
        }
    }

    private static void gateTwo(Socket second, Socket third, CountDownLatch gate, Set<String> answers)
            throws Exception {
        Until.holds(() -> second.getInputStream().available() > 0
                || third.getInputStream().available() > 0);
        gate.countDown();
        answers.add(Policed.answer(second).substring(9, 12));
        answers.add(Policed.answer(third).substring(9, 12));
    }

    @Test
    void aConnectionServesOnlySoManyRequests() throws Exception {
        try (EchoServer upstream = EchoServer.plain("a");
                Policed gateway = Policed.start(
                        "{connectionPool: {http: {maxRequestsPerConnection: 2}}}", Policed.at(upstream))) {
            assertEquals(6, gateway.getInTurn("app", 6).split("HTTP/1.1 200", -1).length - 1);
            assertEquals(3, upstream.connections());
        }
    }

    @Test
    void theProxyHeaderTellsOfTheClient() throws Exception {
        try (EchoServer upstream = EchoServer.plain("a");
                Policed gateway = Policed.start("{proxyProtocol: {version: V1}}", Policed.at(upstream))) {
            Socket client = gateway.send("app");
            String answer = Policed.answer(client);
            String line = "proxy=PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort() + " " + client.getPort();
            assertTrue(answer.contains(line), answer + " has no " + line);
            gateway.get("app");
            assertEquals(2, upstream.connections());
        }
    }

    @Test
    void aCookieIsMadeAndLeadsBackToItsEndpoint() throws Exception {
        try (EchoServer a = EchoServer.plain("a");
                EchoServer b = EchoServer.plain("b");
                Policed gateway = Policed.start(
                        "{loadBalancer: {consistentHash: {httpCookie: {name: sid, path: /, ttl: 60s}}}}",
                        Policed.at(a),
                        Policed.at(b))) {
            for (int i = 0; i < 20; i++) {
                String answer = gateway.get("app");
                Matcher cookie = Pattern.compile("(?i)set-cookie: (sid=\"[0-9a-f]+\"); Max-Age=60; Path=/; HttpOnly")
                        .matcher(answer);
                assertTrue(cookie.find(), answer);
                String again = gateway.get("app", "Cookie: " + cookie.group(1));
                assertEquals(name(answer), name(again));
                assertTrue(!again.toLowerCase(java.util.Locale.ROOT).contains("set-cookie"), again);
            }
        }
    }

    @Test
    void aFailingEndpointIsLeftOut() throws Exception {
        try (EchoServer good = EchoServer.plain("good");
                EchoServer bad = EchoServer.plain("bad").answering(503);
                Policed gateway = Policed.start(
                        "{loadBalancer: {simple: ROUND_ROBIN},"
                                + " outlierDetection: {consecutive5xxErrors: 2, maxEjectionPercent: 50}}",
                        Policed.at(good),
                        Policed.at(bad))) {
            for (int i = 0; i < 20; i++) {
                gateway.get("app");
            }
            String meters = gateway.server().metrics();
            String endpoint = "endpoint=\"127.0.0.1:" + bad.port() + "\"";
            assertTrue(
                    meters.lines()
                            .anyMatch(line -> line.startsWith("gatehouse_endpoint_ejected{")
                                    && line.contains(endpoint)
                                    && line.endsWith(" 1.0")),
                    meters);
            assertEquals(2, bad.requests());
            assertEquals(18, good.requests());
        }
    }

    @Test
    void anEndpointThatCannotBeReachedIsLeftOut() throws Exception {
        int nobody;
        try (EchoServer gone = EchoServer.plain("gone")) {
            nobody = gone.port();
        }
        try (EchoServer good = EchoServer.plain("good");
                Policed gateway = Policed.start(
                        "{loadBalancer: {simple: ROUND_ROBIN},"
                                + " outlierDetection: {consecutive5xxErrors: 1, maxEjectionPercent: 50}}",
                        Policed.at(good),
                        "{address: 127.0.0.1, ports: {http: " + nobody + "}}")) {
            for (int i = 0; i < 10; i++) {
                // The one that fails is tried again elsewhere
                assertTrue(gateway.get("app").startsWith("HTTP/1.1 200"));
            }
            assertEquals(10, good.requests());
            assertTrue(gateway.server()
                    .metrics()
                    .lines()
                    .anyMatch(line -> line.startsWith("gatehouse_endpoint_failures{")
                            && line.contains(":" + nobody + "\"")
                            && line.endsWith(" 1.0")));
        }
    }

    @Test
    void aUnixSocketIsAnEndpoint(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("app.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            Thread server = new Thread(() -> answerOnce(listening), "unix-upstream");
            server.start();
            try (Policed gateway =
                    Policed.start("{loadBalancer: {simple: RANDOM}}", "{address: unix://" + socket + "}")) {
                String answer = gateway.get("app");
                assertTrue(answer.endsWith("over a unix socket"), answer);
            }
            server.join();
        }
    }

    private static void answerOnce(ServerSocketChannel listening) {
        try (SocketChannel connection = listening.accept()) {
            InputStream in = Channels.newInputStream(connection);
            String line = Lines.read(in);
            while (line != null && !line.isEmpty()) {
                line = Lines.read(in);
            }
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\nover a unix socket";
            connection.write(StandardCharsets.US_ASCII.encode(answer));
            in.read();
        } catch (IOException over) {
            // The test sees that there is no answer.
        }
    }

    private static String name(String answer) {
        Matcher name = Pattern.compile("name=(\\w+)").matcher(answer);
        assertTrue(name.find(), answer);
        return name.group(1);
    }
}
