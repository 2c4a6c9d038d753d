package io.gatehouse.tests.upstream;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A gateway with one service and one traffic policy for it. */
final class Policed implements AutoCloseable {
    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [istio-system/gw]
              http:
              - route: [{destination: {host: svc}}]
                retries: %s
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc, namespace: default}
            spec:
              hosts: [svc.default.svc.cluster.local]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints:
            %s
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: svc, namespace: default}
            spec:
              host: svc
              trafficPolicy: %s
            """;

    /** Istio's own. */
    private static final String DEFAULT_RETRIES =
            "{attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled'}";

    private final GatewayServer server;

    private Policed(GatewayServer server) {
        this.server = server;
    }

    /** Towards endpoints given as YAML flow maps. */
    static Policed start(String policy, String... endpoints) throws Exception {
        return startRetrying(DEFAULT_RETRIES, policy, endpoints);
    }

    /** As {@link #start}, with {@code retries} of the route. */
    static Policed startRetrying(String retries, String policy, String... endpoints) throws Exception {
        String list = List.of(endpoints).stream().map(each -> "  - " + each).collect(Collectors.joining("\n"));
        GatewayServer server = GatewayConfig.yaml(CONFIG.formatted(retries, list, policy))
                .ephemeralPorts()
                .drainTimeout(Duration.ZERO)
                .start();
        server.awaitReady(Duration.ofSeconds(20));
        return new Policed(server);
    }

    static String at(EchoServer upstream) {
        return at(upstream.port());
    }

    static String at(int port) {
        return "{address: 127.0.0.1, ports: {http: " + port + "}}";
    }

    GatewayServer server() {
        return server;
    }

    /** Sends a request and does not wait for its answer. */
    Socket send(String host, String... fields) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port("http"));
        socket.setSoTimeout(20_000);
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                + List.of(fields).stream().map(each -> each + "\r\n").collect(Collectors.joining()) + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Sends a request as it is written and does not wait for its answer. */
    Socket sendRaw(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port("http"));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /**
     * A meter's value.
     *
     * @param name as Prometheus has it
     * @param port of the endpoint; 0 for a meter of the cluster
     */
    double meter(String name, int port) {
        String endpoint = port == 0 ? "" : "endpoint=\"127.0.0.1:" + port + "\"";
        return server.metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(endpoint))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(-1);
    }

    /** The whole answer to a request. */
    String get(String host, String... fields) throws IOException {
        return answer(send(host, fields));
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
