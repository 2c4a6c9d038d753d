package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.telemetry.AccessLogFile;
import io.gatehouse.telemetry.ResponseReason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread serves thousands of connections: while it stands still, they all do. */
class EventLoopsNeverBlockTest {
    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [istio-system/gw]
              http:
              - match: [{uri: {prefix: /mirrored}}]
                route: [{destination: {host: svc.test}}]
                mirror: {host: svc.test}
              - match: [{uri: {prefix: /delayed}}]
                fault: {delay: {fixedDelay: 0.02s, percentage: {value: 100}}}
                route: [{destination: {host: svc.test}}]
              - match: [{uri: {prefix: /broken}}]
                retries: {attempts: 2, retryOn: reset}
                route: [{destination: {host: svc.test}}]
              - match: [{uri: {prefix: /named}}]
                route: [{destination: {host: localhost, port: {number: %1$d}}}]
              - match: [{uri: {prefix: /direct}}]
                directResponse: {status: %2$d, body: {string: "by itself"}}
              - timeout: 10s
                route: [{destination: {host: svc.test}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc, namespace: default}
            spec:
              hosts: [svc.test]
              ports: [{number: %1$d, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1}]
            """;

    private static final int ROUNDS = 10;
    private static final int BODY = 64 * 1024;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    /** Without it, silence could also mean that nobody listens. */
    @Test
    void whatBlocksAnEventLoopIsSeen() throws Exception {
        try (GatewayParts parts = new GatewayParts();
                JettyAdapter adapter = JettyAdapter.core(parts.snapshots, EventLoopsNeverBlockTest::doze, parts);
                LoopWatch watch = LoopWatch.start()) {
            assertEquals(200, get(adapter.port(), "/").statusCode());
            List<String> blocked = watch.blocked();
            assertFalse(blocked.isEmpty());
            assertTrue(blocked.get(0).contains("doze"), blocked.get(0));
        }
    }

    private static void doze(ClientExchange exchange) {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.reply(200, ResponseReason.DIRECT_RESPONSE, HttpFields.EMPTY, new byte[0]);
    }

    @Test
    void nothingThatARequestMeetsBlocks() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream()) {
            upstream.script(EventLoopsNeverBlockTest::serve);
            try (GatewayServer gateway = GatewayConfig.yaml(CONFIG.formatted(upstream.port(), 200))
                    .ephemeralPorts()
                    .accessLog(new AccessLogFile(directory.resolve("access.log")))
                    .drainTimeout(Duration.ZERO)
                    .start()) {
                gateway.awaitReady(Duration.ofSeconds(20));
                load(gateway, 1);
                try (LoopWatch watch = LoopWatch.start()) {
                    load(gateway, ROUNDS);
                    gateway.config(CONFIG.formatted(upstream.port(), 201));
                    load(gateway, ROUNDS);
                    assertEquals(List.of(), watch.blocked());
                }
            }
        }
    }

    private static void serve(ScriptedUpstream.Exchange exchange) throws Exception {
        if (exchange.head().contains("/broken")) {
            throw new java.io.IOException("as wanted");
        }
        if (exchange.head().startsWith("POST")) {
            exchange.body(BODY);
        }
        exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    private static void load(GatewayServer gateway, int rounds) throws Exception {
        int port = gateway.port("http");
        for (int i = 0; i < rounds; i++) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (String path : List.of("/", "/mirrored", "/delayed", "/broken", "/named", "/direct")) {
                answers.add(CLIENT.sendAsync(request(port, path).build(), BodyHandlers.ofString()));
            }
            BodyPublisher upload = BodyPublishers.ofByteArray(new byte[BODY]);
            answers.add(CLIENT.sendAsync(request(port, "/upload").POST(upload).build(), BodyHandlers.ofString()));
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                String path = answer.get().uri().getPath();
                int expected = path.equals("/broken") ? 5 : 2;
                assertEquals(
                        expected,
                        answer.get().statusCode() / 100,
                        path + " " + answer.get().body());
            }
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return CLIENT.send(request(port, path).build(), BodyHandlers.ofString());
    }
}
