package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.backend.Backends;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jetty module and gateway.war in a stock Jetty, beside its own ssl, http2 and requestlog modules. */
class StockJettyModuleIT {
    private static final String HOST = "httpbin.example.com";

    @TempDir
    private static Path directory;

    private static Visitor visitor;
    private static HttpBin upstream;
    private static StockJetty jetty;
    private static int containerPort;
    private static int containerTlsPort;
    private static int http;
    private static int https;
    private static int admin;
    private static Backends backends;

    @BeforeAll
    static void start() throws Exception {
        visitor = new Visitor();
        upstream = HttpBin.start("127.0.0.1", 0);
        backends = Backends.start(new TestCertificates(visitor.certificates()));
        admin = StockJetty.freePort();
        containerPort = StockJetty.freePort();
        containerTlsPort = StockJetty.freePort();
        http = StockJetty.freePort();
        https = StockJetty.freePort();
        jetty = new StockJetty(directory.resolve("base")).unpack(Artifacts.jettyModule());
        jetty.addModules("gatehouse,http,ssl,http2,requestlog");
        jetty.deploy();
        otherApplication();
        keyStore();
        jetty.configure("seed.yaml", seed());
        jetty.with("jetty.http.host=127.0.0.1")
                .with("jetty.http.port=" + containerPort)
                .with("jetty.ssl.host=127.0.0.1")
                .with("jetty.ssl.port=" + containerTlsPort)
                .with("jetty.sslContext.keyStorePath=" + jetty.base().resolve("container.p12"))
                .with("jetty.sslContext.keyStorePassword=container")
                .with("gatehouse.drain=5")
                .with("gatehouse.proxy-protocol=127.0.0.8,127.0.0.9/32")
                .with("gatehouse.max-connections=1000")
                .with("gatehouse.access-log=" + jetty.base().resolve("logs/gatehouse.json"))
                .with("gatehouse.admin=127.0.0.1:" + admin)
                .start();
        awaitStatus(200, http);
    }

    private static String seed() {
        String certificates = visitor.certificates().toString();
        return Resources.gateway("httpbin-gateway", http, HOST)
                + Resources.tlsServer(https, HOST, certificates, "httpbin")
                + Resources.tlsServer(https, "other.example.com", certificates, "other")
                + Resources.virtualService("httpbin", "httpbin-gateway", HOST, upstream.port())
                + Resources.virtualService("other", "httpbin-gateway", "other.example.com", upstream.port())
                + Resources.virtualService(
                                "socket",
                                "socket",
                                "socket.example.com",
                                backends.ports().get("BACKEND_A"))
                        .replace("/status", "/ws")
                + "---\n" + Resources.gateway("socket", http, "socket.example.com");
    }

    private static void otherApplication() throws Exception {
        Path application = Files.createDirectories(jetty.base().resolve("webapps/other"));
        Files.writeString(application.resolve("index.html"), "another application");
    }

    private static void keyStore() throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + HOST,
                        "-ext",
                        "san=dns:" + HOST,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "container",
                        "-keystore",
                        jetty.base().resolve("container.p12").toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static void awaitStatus(int status, int port) throws Exception {
        StockJetty.await(
                "port " + port + " answers " + status + "\n" + jetty.log(),
                () -> visitor.get(port, HOST, "/status/200").status() == status);
    }

    @AfterAll
    static void stop() throws Exception {
        jetty.close();
        upstream.close();
        backends.close();
    }

    @Test
    void seedIsServedOnTheGatewaysPort() {
        ClientResponse found = visitor.get(http, HOST, "/status/200");
        assertEquals(200, found.status());
        assertEquals("envoy", Visitor.header(found, "server"));
        assertEquals(404, visitor.get(http, HOST, "/headers").status());
        assertEquals(
                404, visitor.get(http, "unknown.example.com", "/status/200").status());
    }

    @Test
    void clearTextHttp2IsServedByPriorKnowledge() {
        assertEquals(418, visitor.http2(http, HOST, "/status/418").status());
    }

    @Test
    void eachServerNameHasItsOwnCertificate() {
        ClientResponse first = visitor.secure(https, HOST, "/status/200");
        assertEquals(200, first.status());
        assertEquals("httpbin.example.com", first.handshake().commonName());
        ClientResponse second = visitor.secure(https, "other.example.com", "/status/200");
        assertEquals(200, second.status());
        assertEquals("other.example.com", second.handshake().commonName());
    }

    @Test
    void http2IsNegotiatedOverTls() {
        ClientResponse response = visitor.secureHttp2(https, HOST, "/status/200");
        assertEquals(200, response.status());
        assertEquals("h2", response.handshake().alpn());
    }

    @Test
    void containersOwnPortsServeTheSame() {
        assertEquals(200, visitor.get(containerPort, HOST, "/status/200").status());
        assertEquals(404, visitor.get(containerPort, HOST, "/headers").status());
        assertEquals(
                200, visitor.secureHttp2(containerTlsPort, HOST, "/status/200").status());
    }

    @Test
    void otherApplicationsAreNotReachedOnTheGatewaysPorts() {
        assertEquals(
                "another application",
                visitor.get(containerPort, HOST, "/other/index.html").body());
        assertEquals(404, visitor.get(http, HOST, "/other/index.html").status());
    }

    @Test
    void webSocketIsCarriedOnTheGatewaysPort() {
        ClientResponse response = visitor.webSocket(http, "socket.example.com", "/ws");
        assertEquals(101, response.status());
        assertEquals("echo:ping", response.webSocketEcho());
    }

    @Test
    void requestsAreInTheGatewaysAccessLog() throws Exception {
        visitor.get(http, HOST, "/status/235");
        visitor.get(containerPort, HOST, "/status/236");
        Path log = jetty.base().resolve("logs/gatehouse.json");
        StockJetty.await("the access log has both requests", () -> {
            String lines = Files.readString(log);
            return lines.contains("/status/235") && lines.contains("/status/236");
        });
    }

    @Test
    void aLoadBalancerThatIsNamedTellsOfItsClient() throws Exception {
        try (Socket balancer = new Socket("127.0.0.1", http, InetAddress.getByName("127.0.0.9"), 0)) {
            balancer.getOutputStream()
                    .write(("PROXY TCP4 203.0.113.7 198.51.100.1 4711 80\r\nGET /status/237 HTTP/1.1\r\nHost: " + HOST
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(balancer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 237"), answer);
        }
        Path log = jetty.base().resolve("logs/gatehouse.json");
        StockJetty.await(
                "the access log has the client",
                () -> Files.readString(log)
                        .lines()
                        .anyMatch(line -> line.contains("/status/237")
                                && line.contains("\"downstream_remote_address\":\"203.0.113.7:4711\"")));
    }

    @Test
    void adminServerTellsOfRequestsAndReadiness() throws Exception {
        visitor.get(http, HOST, "/status/200");
        String metrics = visitor.get(admin, "localhost", "/metrics").body();
        assertTrue(metrics.contains("gatehouse_requests"), metrics);
        assertEquals("ready\n", visitor.get(admin, "localhost", "/readyz").body());
    }

    @Test
    void requestsAreInTheContainersLog() throws Exception {
        visitor.get(http, HOST, "/status/234");
        StockJetty.await("the request log has the request", () -> {
            try (var logs = Files.list(jetty.base().resolve("logs"))) {
                for (Path log : logs.toList()) {
                    if (Files.readString(log).contains("/status/234")) {
                        return true;
                    }
                }
                return false;
            }
        });
    }

    @Test
    void portsOpenAndCloseWithTheirGatewayWhileOthersGoOn() throws Exception {
        int port = StockJetty.freePort();
        int secure = StockJetty.freePort();
        jetty.configure(
                "more.yaml",
                Resources.gateway("more", port, HOST)
                        + Resources.tlsServer(
                                secure, HOST, visitor.certificates().toString(), "httpbin")
                        + Resources.virtualService("more", "more", HOST, upstream.port()));
        awaitStatus(200, port);
        StockJetty.await(
                "the TLS port answers over HTTP/2",
                () -> visitor.secureHttp2(secure, HOST, "/status/200").status() == 200);
        jetty.configure("more.yaml", "");
        StockJetty.await(
                "the ports close",
                () -> !jetty.listeningPorts().contains(port)
                        && !jetty.listeningPorts().contains(secure));
        assertEquals(200, visitor.get(http, HOST, "/status/200").status());
        assertEquals(200, visitor.get(containerPort, HOST, "/status/200").status());
    }

    @Test
    void takenPortIsOpenedOnceItIsFree() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            port = taken.getLocalPort();
            jetty.configure(
                    "taken.yaml",
                    Resources.gateway("taken", port, HOST)
                            + Resources.virtualService("taken", "taken", HOST, upstream.port()));
            StockJetty.await("the log names the port", () -> jetty.log().contains("0.0.0.0:" + port));
            assertEquals(200, visitor.get(http, HOST, "/status/200").status());
        }
        awaitStatus(200, port);
        jetty.configure("taken.yaml", "");
        assertTrue(jetty.log().contains("Started oejs.Server@"));
    }
}
