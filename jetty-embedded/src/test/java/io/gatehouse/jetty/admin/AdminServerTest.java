package io.gatehouse.jetty.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void aServingGatewayIsReady() throws Exception {
        try (GatewayServer gateway = start(gateway(80), true)) {
            assertEquals(200, get(gateway, "/livez").statusCode());
            assertEquals(200, get(gateway, "/readyz").statusCode());
        }
    }

    @Test
    void aGatewayWithAPortThatCannotBeOpenedIsLiveAndNotReady() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GatewayServer gateway = start(gateway(taken.getLocalPort()), false)) {
            assertEquals(200, get(gateway, "/livez").statusCode());
            HttpResponse<String> ready = get(gateway, "/readyz");
            assertEquals(503, ready.statusCode());
            assertTrue(ready.body().contains("" + taken.getLocalPort()), ready::body);
        }
    }

    @Test
    void configTellsFindings() throws Exception {
        try (GatewayServer gateway = start(gateway(80) + "  nonsense: 1\n", true)) {
            Map<?, ?> config = (Map<?, ?>) Json.read(get(gateway, "/config").body());
            Map<?, ?> finding = (Map<?, ?>) ((List<?>) config.get("diagnostics")).get(0);
            assertEquals("error", finding.get("level"));
            assertEquals(GatewayServer.TEXT, finding.get("file"));
        }
    }

    @Test
    void metricsCountRequests() throws Exception {
        try (GatewayServer gateway = start(gateway(80), true)) {
            URI uri = URI.create("http://127.0.0.1:" + gateway.port("http") + "/");
            assertEquals(
                    404,
                    CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .statusCode());
            // A request is counted once it has ended, which may be after its answer was read
            String metrics = get(gateway, "/metrics").body();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!metrics.contains("gatehouse_requests_seconds_count") && System.nanoTime() < end) {
                metrics = get(gateway, "/metrics").body();
            }
            assertTrue(metrics.contains("gatehouse_requests_seconds_count"), metrics);
            assertTrue(metrics.contains("gatehouse_config_errors 0.0"), metrics);
        }
    }

    @Test
    void explainTellsWhatWouldServeARequest() throws Exception {
        try (GatewayServer gateway = start(gateway(80), true)) {
            HttpResponse<String> answer = get(gateway, "/explain?url=http://shop.example.com/&header=x-a:b");
            assertTrue(answer.body().contains("=> 404"), answer::body);
            assertEquals(400, get(gateway, "/explain?url=nonsense").statusCode());
            assertEquals(400, get(gateway, "/explain").statusCode());
        }
    }

    @Test
    void onlyReadingIsAnswered() throws Exception {
        try (GatewayServer gateway = start(gateway(80), true)) {
            URI uri = URI.create("http://127.0.0.1:" + gateway.admin().getAsInt() + "/config");
            HttpRequest post = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertEquals(405, CLIENT.send(post, BodyHandlers.ofString()).statusCode());
            assertEquals(404, get(gateway, "/nothing").statusCode());
        }
    }

    private static GatewayServer start(String yaml, boolean ephemeral) throws Exception {
        return GatewayConfig.yaml(yaml)
                .ephemeralPorts(ephemeral)
                .admin(new InetSocketAddress("127.0.0.1", 0))
                .start();
    }

    private static HttpResponse<String> get(GatewayServer gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.admin().getAsInt() + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String gateway(int port) {
        return """
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
}
