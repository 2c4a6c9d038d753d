package io.gatehouse.tests.tcp;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.tests.conformance.Main;
import io.gatehouse.tests.upstream.BackendTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A gateway whose TCP port leads to one service, under one traffic policy. */
final class TcpGateway implements AutoCloseable {
    static final String CLUSTER = "outbound|9000||svc.default.svc.cluster.local";

    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 9000, name: tcp, protocol: TCP}
                hosts: ["*"]
              - port: {number: 9443, name: tls, protocol: TLS}
                tls: {mode: PASSTHROUGH}
                hosts: ["*"]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [istio-system/gw]
              tcp:
              - match: [{port: 9000}]
                route: [{destination: {host: svc}}]
              tls:
              - match: [{port: 9443, sniHosts: [backend.example.com]}]
                route: [{destination: {host: svc}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc, namespace: default}
            spec:
              hosts: [svc.default.svc.cluster.local]
              ports: [{number: 9000, name: tcp, protocol: TCP}]
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

    private final GatewayServer server;
    private final ByteArrayOutputStream log;

    private TcpGateway(GatewayServer server, ByteArrayOutputStream log) {
        this.server = server;
        this.log = log;
    }

    static TcpGateway start(String policy, String... endpoints) throws Exception {
        return start(policy, config -> config, endpoints);
    }

    /** Towards endpoints given as YAML flow maps. */
    static TcpGateway start(String policy, UnaryOperator<GatewayConfig.Builder> change, String... endpoints)
            throws Exception {
        return start(config(policy, endpoints), change);
    }

    static TcpGateway start(String yaml, UnaryOperator<GatewayConfig.Builder> change) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        GatewayConfig.Builder config = GatewayConfig.yaml(yaml)
                .ephemeralPorts()
                .accessLog(AccessLogOutput.of(new PrintStream(log, true, StandardCharsets.UTF_8)))
                .drainTimeout(Duration.ZERO);
        GatewayServer server = change.apply(config).start();
        server.awaitReady(Duration.ofSeconds(20));
        return new TcpGateway(server, log);
    }

    static String config(String policy, String... endpoints) {
        String list = List.of(endpoints).stream().map(each -> "  - " + each).collect(Collectors.joining("\n"));
        return CONFIG.formatted(list, policy);
    }

    /** The path of a certificate or key. */
    static String cert(String name) throws Exception {
        return Main.resource("certs").resolve(name).toString();
    }

    GatewayServer server() {
        return server;
    }

    Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    /** From one of the many addresses of the loopback. */
    Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", server.port("tcp")));
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** A client that checks the upstream's own certificate, name included. */
    SSLSocket passThrough() throws Exception {
        Socket plain = new Socket("127.0.0.1", server.port("tls"));
        plain.setSoTimeout(20_000);
        SSLSocket secure = (SSLSocket) BackendTls.believing("root-ca.pem")
                .getSocketFactory()
                .createSocket(plain, "backend.example.com", 443, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** What the upstream says first; null when the connection ends without. */
    String greeting() throws IOException {
        try (Socket socket = connect()) {
            return line(socket);
        }
    }

    static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            if (octet < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The value of a meter with these words in its labels; 0 when it is not there. */
    double meter(String name, String... labels) {
        for (String row : server.metrics().split("\n")) {
            Matcher parts = Pattern.compile(name + "(\\{.*\\})? (\\S+)").matcher(row);
            if (parts.matches() && List.of(labels).stream().allMatch(row::contains)) {
                return Double.parseDouble(parts.group(2).toLowerCase(Locale.ROOT));
            }
        }
        return 0;
    }

    /** Waits until a connection has ended with this flag. */
    void awaitEnd(String flag) {
        await(() -> log().contains("\"response_flags\":\"" + flag + "\""));
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come true");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Nothing is left open, neither in the gateway's books nor in its sockets. */
    void awaitNothingLeft() {
        await(() -> meter("gatehouse_tcp_active", CLUSTER) == 0
                && meter("gatehouse_cluster_connections", CLUSTER) == 0
                && meter("gatehouse_endpoint_active", CLUSTER) == 0);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
