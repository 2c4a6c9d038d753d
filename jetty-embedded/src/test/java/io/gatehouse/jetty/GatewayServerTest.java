package io.gatehouse.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.resource.Diagnostic;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayServerTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static HttpBin bin;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        bin = HttpBin.start("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() throws Exception {
        bin.close();
    }

    @Test
    void servesATextOnAFreePort() throws Exception {
        try (GatewayServer gateway = GatewayConfig.yaml(gateway(80) + routes("/status"))
                .ephemeralPorts()
                .start()) {
            gateway.awaitReady(Duration.ofSeconds(10));
            assertEquals(200, get(gateway.port("http"), "/status/200").statusCode());
            assertEquals(404, get(gateway.port("http"), "/headers").statusCode());
        }
    }

    @Test
    void replacedTextIsServedWhenTheCallReturns() throws Exception {
        try (GatewayServer gateway = GatewayConfig.yaml(gateway(80) + routes("/status"))
                .ephemeralPorts()
                .start()) {
            int port = gateway.port("http");
            gateway.config(gateway(80) + routes("/headers"));
            assertEquals(port, gateway.port("http"), "an untouched port lives on");
            assertEquals(404, get(port, "/status/200").statusCode());
            assertEquals(200, get(port, "/headers").statusCode());
        }
    }

    @Test
    void badTextIsReportedAndTheLastGoodGoesOn() throws Exception {
        try (GatewayServer gateway = GatewayConfig.yaml(gateway(80) + routes("/status"))
                .ephemeralPorts()
                .start()) {
            List<Diagnostic> findings =
                    gateway.config(gateway(80) + routes("/headers").replace("prefix", "prefiks"));
            assertTrue(findings.stream().anyMatch(finding -> finding.isError()), findings::toString);
            assertEquals(200, get(gateway.port("http"), "/status/200").statusCode());
        }
    }

    @Test
    void servesADirectoryAndFollowsItsFiles() throws Exception {
        Files.writeString(directory.resolve("gateway.yaml"), gateway(80));
        try (GatewayServer gateway =
                GatewayConfig.paths(directory).ephemeralPorts().start()) {
            int port = gateway.port("http");
            assertEquals(404, get(port, "/status/200").statusCode());
            Files.writeString(directory.resolve("routes.yaml"), routes("/status"));
            long version = gateway.snapshot().version();
            await(() -> gateway.snapshot().version() > version);
            assertEquals(200, get(port, "/status/200").statusCode());
        }
    }

    @Test
    void requestsInFlightFinishWhileNewConnectionsAreRefused() throws Exception {
        GatewayServer gateway = GatewayConfig.yaml(gateway(80) + routes("/delay"))
                .ephemeralPorts()
                .drainTimeout(Duration.ofSeconds(20))
                .start();
        int port = gateway.port("http");
        var before = bin.requests();
        CompletableFuture<HttpResponse<String>> slow =
                CLIENT.sendAsync(request(port, "/delay/1.5"), BodyHandlers.ofString());
        await(() -> bin.requests() > before);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            try {
                gateway.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> refuses(port));
        assertEquals(200, slow.get(10, TimeUnit.SECONDS).statusCode());
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void closingAgainHasNoEffect() throws Exception {
        GatewayServer gateway = GatewayConfig.yaml(gateway(80)).ephemeralPorts().start();
        gateway.close();

        gateway.close();
    }

    @Test
    void aTakenPortIsSaidAndTheOthersServe() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            int free = freePort();
            String yaml = gateway(taken.getLocalPort()).replace("name: http", "name: taken")
                    + gateway(free).replace("name: shop", "name: shop2")
                    + routes("/status").replace("- shop", "- shop\n  - shop2");
            try (GatewayServer gateway = GatewayConfig.yaml(yaml).start()) {
                assertEquals(200, get(free, "/status/200").statusCode());
                assertThrows(IllegalStateException.class, () -> gateway.port("taken"));
                assertEquals(free, gateway.port("http"));
            }
        }
    }

    private static boolean refuses(int port) {
        try {
            get(port, "/status/200");
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen in time");
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return CLIENT.send(request(port, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private static String gateway(int port) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata:
                  name: shop
                spec:
                  selector:
                    istio: ingressgateway
                  servers:
                  - port: {number: %d, name: http, protocol: HTTP}
                    hosts: ["*"]
                """.formatted(port);
    }

    private static String routes(String prefix) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: shop
                spec:
                  hosts: ["*"]
                  gateways:
                  - shop
                  http:
                  - match:
                    - uri: {prefix: %s}
                    route:
                    - destination: {host: bin.example.com, port: {number: 80}}
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata:
                  name: bin
                spec:
                  hosts: ["bin.example.com"]
                  ports:
                  - {number: 80, name: http, protocol: HTTP}
                  resolution: STATIC
                  endpoints:
                  - address: 127.0.0.1
                    ports: {http: %d}
                """.formatted(prefix, bin.port());
    }
}
