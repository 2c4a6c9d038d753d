package io.gatehouse.tests.protocol;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.tests.conformance.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole gateway with a plain and a TLS port (httpbin.example.com), and one service behind. */
final class HttpGateway implements AutoCloseable {
    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
              - port: {number: 443, name: https, protocol: HTTPS}
                hosts: [httpbin.example.com]
                tls: {mode: SIMPLE, serverCertificate: %2$s/httpbin.crt, privateKey: %2$s/httpbin.key}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [istio-system/gw]
              http:
              - route: [{destination: {host: svc}}]
                %5$s
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc, namespace: default}
            spec:
              hosts: [svc.default.svc.cluster.local]
              ports: [{number: 80, name: up, protocol: %3$s}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1, ports: {up: %1$d}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: svc, namespace: default}
            spec:
              host: svc
              trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}%4$s}
            """;

    private final GatewayServer server;
    private final ByteArrayOutputStream log;

    private HttpGateway(GatewayServer server, ByteArrayOutputStream log) {
        this.server = server;
        this.log = log;
    }

    /**
     * Starts a gateway.
     *
     * @param protocol of the service: HTTP, GRPC
     * @param policy further settings of its traffic policy, each with a comma in front
     */
    static HttpGateway start(int upstream, String protocol, String policy) throws Exception {
        return start(upstream, protocol, policy, 2, "connect-failure,refused-stream,unavailable,cancelled");
    }

    /** The same, with retries of its own. */
    static HttpGateway start(int upstream, String protocol, String policy, int attempts, String retryOn)
            throws Exception {
        return routing(
                upstream, protocol, policy, "retries: {attempts: " + attempts + ", retryOn: \"" + retryOn + "\"}");
    }

    /**
     * The same.
     *
     * @param route one more setting of the route: its retries, its timeout
     */
    static HttpGateway routing(int upstream, String protocol, String policy, String route) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        String yaml = CONFIG.formatted(upstream, Main.resource("certs"), protocol, policy, route);
        GatewayServer server = GatewayConfig.yaml(yaml)
                .ephemeralPorts()
                .accessLog(AccessLogOutput.of(new PrintStream(log, true, StandardCharsets.UTF_8)))
                .drainTimeout(Duration.ZERO)
                .start();
        server.awaitReady(Duration.ofSeconds(20));
        return new HttpGateway(server, log);
    }

    /** TLS to an upstream that has the certificate of backend.example.com. */
    static String tlsToBackend() throws Exception {
        return ", tls: {mode: SIMPLE, sni: backend.example.com, caCertificates: "
                + Main.resource("certs").resolve("root-ca.pem") + "}";
    }

    int port() {
        return server.port("http");
    }

    int tlsPort() {
        return server.port("https");
    }

    /** The value of a meter's first row; 0 when it is not there. */
    double meter(String name) {
        for (String row : server.metrics().split("\n")) {
            Matcher parts = Pattern.compile(name + "(\\{.*\\})? (\\S+)").matcher(row);
            if (parts.matches()) {
                return Double.parseDouble(parts.group(2));
            }
        }
        return 0;
    }

    /** No request is under way any more, on either side. */
    void awaitNothingLeft() {
        await(() -> meter("gatehouse_requests_active") == 0
                && meter("gatehouse_cluster_active") == 0
                && meter("gatehouse_cluster_pending") == 0
                && meter("gatehouse_endpoint_active") == 0);
    }

    /** The access log, once it has so many lines. */
    String log(int lines) {
        await(() -> log.toString(StandardCharsets.UTF_8).lines().count() >= lines);
        return log.toString(StandardCharsets.UTF_8);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come true");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
