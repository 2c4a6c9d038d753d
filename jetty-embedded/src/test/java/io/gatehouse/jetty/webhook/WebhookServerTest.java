package io.gatehouse.jetty.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.tls.TestMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookServerTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path directory;

    @Test
    void answersReviewsByHttps() throws Exception {
        try (WebhookServer webhook = start()) {
            String review = AdmissionTest.request("CREATE", AdmissionTest.virtualService("web", Map.of()), null);
            String answer = exchange(webhook, post("/validate", "application/json", review));
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.contains("\"allowed\":false"), answer);
            assertTrue(exchange(webhook, get("/healthz")).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void whatIsNoReviewGetsAStatusAndDecidesNothing() throws Exception {
        try (WebhookServer webhook = start()) {
            assertEquals(400, status(webhook, post("/validate", "application/json", "{}")));
            assertEquals(415, status(webhook, post("/validate", "text/yaml", "{}")));
            assertEquals(405, status(webhook, get("/validate")));
            assertEquals(404, status(webhook, get("/")));
        }
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWhetherAnnouncedOrNot() throws Exception {
        try (WebhookServer webhook = start()) {
            String announced =
                    "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                            + (WebhookServer.MAX_BODY + 1) + "\r\nConnection: close\r\n\r\n";
            assertEquals(413, status(webhook, announced));
            String chunk = Integer.toHexString(WebhookServer.MAX_BODY) + "\r\n" + " ".repeat(WebhookServer.MAX_BODY)
                    + "\r\n1\r\n \r\n0\r\n\r\n";
            String chunked = "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk;
            assertEquals(413, status(webhook, chunked));
        }
    }

    @Test
    void aChangedPairIsShownAndABadOneLeavesTheLastGood() throws Exception {
        try (WebhookServer webhook = start()) {
            String first = subject(webhook);
            write("renewed");
            await(webhook, first);
            String second = subject(webhook);
            Files.writeString(directory.resolve("tls.crt"), "nonsense");
            Files.write(directory.resolve("tls.key"), TestMaterial.pem("wild.key"));
            assertEquals(second, subject(webhook));
            Files.write(directory.resolve("tls.crt"), TestMaterial.pem("wild.crt"));
            await(webhook, second);
        }
    }

    @Test
    void aPairThatDoesNotFitIsNoStart() throws Exception {
        write("app");
        Files.write(directory.resolve("tls.key"), TestMaterial.pem("wild.key"));
        IOException refused = assertThrows(IOException.class, this::open);
        assertTrue(refused.getMessage().contains("private key"), refused.getMessage());
    }

    private void await(WebhookServer webhook, String before) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (subject(webhook).equals(before)) {
            assertTrue(System.nanoTime() < end, "still " + before);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private WebhookServer start() throws Exception {
        write("app");
        return open();
    }

    private WebhookServer open() throws Exception {
        return WebhookServer.start(
                new InetSocketAddress("127.0.0.1", 0),
                directory.resolve("tls.crt"),
                directory.resolve("tls.key"),
                OFTEN);
    }

    private void write(String pair) throws IOException {
        Files.write(directory.resolve("tls.crt"), TestMaterial.pem(pair + ".crt"));
        Files.write(directory.resolve("tls.key"), TestMaterial.pem(pair + ".key"));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    }

    private static String post(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static int status(WebhookServer webhook, String request) throws Exception {
        return Integer.parseInt(exchange(webhook, request).substring(9, 12));
    }

    private static String exchange(WebhookServer webhook, String request) throws Exception {
        try (SSLSocket socket = connect(webhook)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String subject(WebhookServer webhook) throws Exception {
        try (SSLSocket socket = connect(webhook)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSerialNumber() + " " + shown.getSubjectX500Principal();
        }
    }

    private static SSLSocket connect(WebhookServer webhook) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), webhook.port());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
