package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.backend.Backends;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** gateway.war in Tomcat: what arrives on Tomcat's connector. */
@Timeout(60)
class TomcatIT {
    private static final String HOST = "httpbin.example.com";

    @TempDir
    private static Path directory;

    private static Visitor visitor;
    private static HttpBin upstream;
    private static ServerSocket breaking;
    private static Backends backends;
    private static Tomcat tomcat;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        visitor = new Visitor();
        upstream = HttpBin.start("127.0.0.1", 0);
        backends = Backends.start(new TestCertificates(visitor.certificates()));
        breaking = new ServerSocket(0);
        Thread breaker = new Thread(TomcatIT::breakOff, "breaker");
        breaker.setDaemon(true);
        breaker.start();
        Path config = Files.createDirectories(directory.resolve("config"));
        String yaml = Resources.gateway("httpbin-gateway", 80, HOST)
                + Resources.virtualService("httpbin", "httpbin-gateway", HOST, upstream.port())
                + Resources.virtualService(
                        "breaking", "httpbin-gateway", "breaking.example.com", breaking.getLocalPort())
                + Resources.virtualService(
                                "socket",
                                "httpbin-gateway",
                                "socket.example.com",
                                backends.ports().get("BACKEND_A"))
                        .replace("/status", "/ws")
                + Resources.virtualService("all", "httpbin-gateway", "all.example.com", upstream.port())
                        .replace("/delay", "/");
        Files.writeString(config.resolve("seed.yaml"), yaml.replace("- \"" + HOST + "\"\n---", "- \"*\"\n---"));
        tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createDirectories(directory.resolve("base")).toString());
        Files.createDirectories(directory.resolve("base/webapps"));
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        Context context = tomcat.addWebapp("", Artifacts.war().toString());
        context.addParameter("gatehouse.config", config.toString());
        tomcat.start();
        port = tomcat.getConnector().getLocalPort();
    }

    /** An upstream whose answer breaks off in its middle. */
    private static void breakOff() {
        while (!breaking.isClosed()) {
            try (Socket client = breaking.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (java.io.IOException e) {
                // The next one, unless it is over.
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        upstream.close();
        breaking.close();
        backends.close();
    }

    @Test
    void seedIsServedOnTomcatsPort() {
        ClientResponse found = visitor.get(port, HOST, "/status/200");
        assertEquals(200, found.status());
        assertEquals("envoy", Visitor.header(found, "server"));
        assertEquals(404, visitor.get(port, HOST, "/headers").status());
        assertEquals(
                404, visitor.get(port, "unknown.example.com", "/status/200").status());
    }

    @Test
    void http2KeepsTheHost() {
        assertEquals(418, visitor.http2(port, HOST, "/status/418").status());
        assertEquals(
                404, visitor.http2(port, "unknown.example.com", "/status/200").status());
    }

    @Test
    void webSocketIsCarried() {
        ClientResponse response = visitor.webSocket(port, "socket.example.com", "/ws");
        assertEquals(101, response.status());
        assertEquals("echo:ping", response.webSocketEcho());
    }

    @Test
    void bodyPassesBothWays() throws Exception {
        String body = "x".repeat(100_000);
        String answer = exchange("POST /post HTTP/1.1\r\nHost: all.example.com\r\nConnection: close\r\n"
                + "Content-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(answer.contains(body));
    }

    @Test
    void answersComeAsTheyAreMade() {
        ClientResponse drip = visitor.get(port, "all.example.com", "/stream/20");
        assertEquals(200, drip.status());
        assertEquals(20, drip.body().lines().count());
    }

    @Test
    void brokenAnswerHasNoCleanEnd() throws Exception {
        String answer;
        try {
            answer = exchange("GET /status/200 HTTP/1.1\r\nHost: breaking.example.com\r\nConnection: close\r\n\r\n");
        } catch (java.net.SocketException reset) {
            answer = "";
        }
        assertTrue(!answer.endsWith("\r\n0\r\n\r\n"), answer);
    }

    private static String exchange(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
