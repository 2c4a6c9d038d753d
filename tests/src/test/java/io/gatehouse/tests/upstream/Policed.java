package io.gatehouse.tests.upstream;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.upstream.DnsSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
              - route: [{destination: {host: "%1$s"}}]
                retries: %2$s
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc, namespace: default}
            spec:
              hosts: ["%1$s"]
              ports: [{number: %3$d, name: http, protocol: %4$s}]
              resolution: %5$s
              %6$s
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: svc, namespace: default, annotations: %7$s}
            spec:
              host: "%1$s"
              trafficPolicy: %8$s
            """;

    private final GatewayServer server;
    private final ByteArrayOutputStream log;

    private Policed(GatewayServer server, ByteArrayOutputStream log) {
        this.server = server;
        this.log = log;
    }

    /** What a gateway is made of; the defaults are those of Istio. */
    static final class Plan {
        private final String policy;
        private String host = "svc.default.svc.cluster.local";
        private String retries = "{attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled'}";
        private int port = 80;
        private String protocol = "HTTP";
        private String resolution = "STATIC";
        private String endpoints = "endpoints: []";
        private String annotations = "{}";
        private String more = "";
        private Map<String, String> labels = Map.of("istio", "ingressgateway");
        private DnsSettings dns = DnsSettings.DEFAULT;

        private Plan(String policy) {
            this.policy = policy;
        }

        /** Of the route, as a YAML flow map. */
        Plan retries(String yaml) {
            retries = yaml;
            return this;
        }

        Plan service(String name, String how) {
            host = name;
            resolution = how;
            return this;
        }

        /** The endpoints are the WorkloadEntries with these labels, a YAML flow map. */
        Plan selecting(String workloads) {
            endpoints = "workloadSelector: {labels: " + workloads + "}";
            return this;
        }

        Plan port(int number, String spoken) {
            port = number;
            protocol = spoken;
            return this;
        }

        /** Of the DestinationRule, as a YAML flow map. */
        Plan annotations(String yaml) {
            annotations = yaml;
            return this;
        }

        /** Further resources. */
        Plan more(String yaml) {
            more = "---\n" + yaml;
            return this;
        }

        /** Of the gateway, beside the one that selectors choose. */
        Plan label(String name, String value) {
            labels = Map.of("istio", "ingressgateway", name, value);
            return this;
        }

        Plan dns(DnsSettings settings) {
            dns = settings;
            return this;
        }

        /** As YAML flow maps. */
        Plan to(String... yaml) {
            endpoints = "endpoints: [" + String.join(", ", yaml) + "]";
            return this;
        }

        String yaml() {
            return CONFIG.formatted(host, retries, port, protocol, resolution, endpoints, annotations, policy) + more;
        }

        Policed start() throws Exception {
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            GatewayServer server = GatewayConfig.yaml(yaml())
                    .ephemeralPorts()
                    .labels(labels)
                    .dns(dns)
                    .admin(new InetSocketAddress("127.0.0.1", 0))
                    .accessLog(AccessLogOutput.of(new PrintStream(log, true, StandardCharsets.UTF_8)))
                    .drainTimeout(Duration.ZERO)
                    .start();
            server.awaitReady(Duration.ofSeconds(20));
            return new Policed(server, log);
        }
    }

    /** A gateway to be, with this traffic policy. */
    static Plan plan(String policy) {
        return new Plan(policy);
    }

    /** Towards endpoints given as YAML flow maps. */
    static Policed start(String policy, String... endpoints) throws Exception {
        return plan(policy).to(endpoints).start();
    }

    static String at(EchoServer upstream) {
        return at(upstream.port());
    }

    static String at(int port) {
        return "{address: 127.0.0.1, ports: {http: " + port + "}}";
    }

    static String at(int port, String locality) {
        return "{address: 127.0.0.1, ports: {http: " + port + "}, locality: " + locality + "}";
    }

    GatewayServer server() {
        return server;
    }

    /** A page of the admin server. */
    String admin(String page) throws IOException {
        URL url = new URL("http://127.0.0.1:" + server.admin().orElseThrow() + page);
        try (InputStream body = url.openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Waits for the access log to say this. */
    void awaitLog(String part) throws Exception {
        Until.holds(() -> log.toString(StandardCharsets.UTF_8).contains(part));
    }

    /** Serves another plan from now on. */
    void change(Plan plan) throws Exception {
        server.config(plan.yaml());
    }

    /** Sends a request and does not wait for its answer. */
    Socket send(String host, String... fields) throws IOException {
        return sendRaw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                + List.of(fields).stream().map(each -> each + "\r\n").collect(Collectors.joining()) + "\r\n");
    }

    /** Sends a request as it is written and does not wait for its answer. */
    Socket sendRaw(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port("http"));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** The whole answer to a request. */
    String get(String host, String... fields) throws IOException {
        return answer(send(host, fields));
    }

    /**
     * A meter's value; -1 when there is none.
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

    /** The answers to as many requests on one connection, which keeps them to one event loop. */
    String getInTurn(String host, int times) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port("http"));
        socket.setSoTimeout(20_000);
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n";
        String requests = (request + "\r\n").repeat(times - 1) + request + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        return answer(socket);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
