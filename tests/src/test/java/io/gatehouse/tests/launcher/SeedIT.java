package io.gatehouse.tests.launcher;

import static io.gatehouse.tests.launcher.GatewayProcess.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.http.HttpVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Istio's task "Control Ingress Traffic", step by step in its order, on one running gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class SeedIT {
    /** Jetty's Servlet API writes it without the space, which means the same (RFC 9110 §8.3.1). */
    private static final String CONTENT_TYPE =
            GatewayProcess.ENGINE.equals("servlet") ? "text/html;charset=utf-8" : "text/html; charset=utf-8";

    private final int http;
    private final int https;

    private Path directory;
    private Path config;
    private HttpBin bin;
    private GatewayProcess gateway;
    private Curl curl;

    SeedIT() {
        Ports ports = Ports.choose();
        http = ports.number("HTTP_PORT");
        https = ports.number("HTTPS_PORT");
    }

    @BeforeAll
    void startHttpbinAndTheGateway(@TempDir Path directory) throws Exception {
        this.directory = directory;
        bin = HttpBin.start("127.0.0.1", 0);
        curl = new Curl();
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("services.yaml"), SeedResources.services(http, https, bin.port()));
        gateway = GatewayProcess.run(config);
    }

    @AfterAll
    void stop() throws Exception {
        curl.close();
        gateway.close();
        bin.close();
    }

    @Test
    @Order(1)
    void createsAGateway() throws Exception {
        assertTrue(OpenConnection.refuses(http), "no Gateway, no port");
        verb(SeedResources.HTTP_GATEWAY, "create", "-f", "-");
        Await.until(() -> curl.status("http", http, "/status/200") == 404, gateway::output);
    }

    @Test
    @Order(2)
    void configuresRoutes() throws Exception {
        verb(SeedResources.VIRTUAL_SERVICE, "create", "-f", "-");
        Await.until(() -> curl.status("http", http, "/status/200") == 200, gateway::output);
    }

    @Test
    @Order(3)
    void accessesHttpbin() throws Exception {
        assertStatusPage(curl.head("http", http, "/status/200"), HttpVersion.HTTP_1_1);
    }

    @Test
    @Order(4)
    void accessesAnUrlThatIsNotExposed() throws Exception {
        ContentResponse response = curl.head("http", http, "/headers");
        assertEquals(404, response.getStatus());
        assertEquals("Not Found", response.getReason());
        assertEquals(Set.of("content-length", "date", "server"), headerNames(response));
        assertEquals("envoy", response.getHeaders().get("server"));
        assertEquals("0", response.getHeaders().get("content-length"));
    }

    @Test
    @Order(5)
    void createsTheSecretForTheCertificate() throws Exception {
        CertificateFiles files = CertificateFiles.make(directory);
        command(
                0,
                "",
                "create",
                "-n",
                "istio-system",
                "secret",
                "tls",
                "istio-ingressgateway-certs",
                "--key",
                files.key().toString(),
                "--cert",
                files.certificate().toString(),
                "--config",
                config.toString());
        assertTrue(OpenConnection.refuses(https), "a Secret opens no port");
    }

    @Test
    @Order(6)
    void addsTheSecurePort() throws Exception {
        verb(SeedResources.BOTH_GATEWAY, "replace", "-f", "-");
        Await.until(() -> curl.status("https", https, "/status/200") == 200, gateway::output);
    }

    @Test
    @Order(7)
    void stillServesThePlainPort() throws Exception {
        assertStatusPage(curl.head("http", http, "/status/200"), HttpVersion.HTTP_1_1);
    }

    @Test
    @Order(8)
    void accessesHttpbinByHttpsAndHttp2() throws Exception {
        assertStatusPage(curl.head("https", https, "/status/200"), HttpVersion.HTTP_2);
    }

    @Test
    @Order(9)
    void closesThePlainPortWhileAnOpenHttpsConnectionGoesOn() throws Exception {
        try (OpenConnection connection = OpenConnection.tls(https)) {
            connection.send("HEAD /status/200 HTTP/1.1", "");
            assertTrue(connection.head().startsWith("HTTP/1.1 200 OK"));
            long before = bin.requests();
            connection.sendHalfOfAPost();
            Await.until(() -> bin.requests() > before, gateway::output);

            verb(SeedResources.HTTPS_GATEWAY, "replace", "-f", "-");
            Await.until(() -> OpenConnection.refuses(http), gateway::output);

            String answer = connection.finishThePost();
            assertTrue(answer.startsWith("HTTP/1.1 200 OK") && answer.contains("first-half"), answer);
        }
    }

    @Test
    @Order(10)
    void accessesNoHttpPort() throws Exception {
        assertTrue(OpenConnection.refuses(http));
        assertStatusPage(curl.head("https", https, "/status/200"), HttpVersion.HTTP_2);
    }

    @Test
    @Order(11)
    void removesTheGateway() throws Exception {
        verb("", "delete", "gateway", "httpbin-gateway");
        Await.until(() -> OpenConnection.refuses(https), gateway::output);
        assertTrue(gateway.alive(), gateway::output);
    }

    @Test
    @Order(12)
    void removesTheVirtualServiceAndTheSecret() throws Exception {
        verb("", "delete", "virtualservice", "httpbin");
        verb("", "delete", "-n", "istio-system", "secret", "istio-ingressgateway-certs");
        command(1, "", "delete", "virtualservice", "httpbin", "--config", config.toString());
        try (Stream<Path> files = Files.list(config)) {
            List<Path> left = files.filter(
                            file -> !file.getFileName().toString().startsWith("."))
                    .toList();
            assertEquals(List.of(config.resolve("services.yaml")), left);
        }
    }

    @Test
    @Order(13)
    void endsWithoutAComplaint() throws Exception {
        gateway.terminate();
        assertEquals(0, gateway.exitStatus());
        assertFalse(gateway.output().contains(" ERROR "), gateway::output);
    }

    private void verb(String input, String... arguments) throws Exception {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        command(0, input, all);
    }

    /** The response as the task prints it. */
    private static void assertStatusPage(ContentResponse response, HttpVersion version) {
        assertEquals(version, response.getVersion());
        assertEquals(200, response.getStatus());
        assertEquals(
                Set.of(
                        "access-control-allow-credentials",
                        "access-control-allow-origin",
                        "content-length",
                        "content-type",
                        "date",
                        "server",
                        "x-envoy-upstream-service-time"),
                headerNames(response));
        assertEquals("envoy", response.getHeaders().get("server"));
        assertEquals(CONTENT_TYPE, response.getHeaders().get("content-type"));
        assertEquals("*", response.getHeaders().get("access-control-allow-origin"));
        assertEquals("true", response.getHeaders().get("access-control-allow-credentials"));
        assertEquals("0", response.getHeaders().get("content-length"));
        assertTrue(response.getHeaders().get("x-envoy-upstream-service-time").matches("\\d+"));
    }

    private static Set<String> headerNames(ContentResponse response) {
        Set<String> names = new TreeSet<>();
        response.getHeaders().forEach(field -> names.add(field.getName().toLowerCase(java.util.Locale.ROOT)));
        return names;
    }
}
