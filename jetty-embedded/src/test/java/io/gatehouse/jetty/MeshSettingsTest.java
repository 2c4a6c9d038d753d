package io.gatehouse.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each setting of the mesh, by what it does to a request. */
class MeshSettingsTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String ROUTES = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: bin}
            spec:
              hosts: ["*"]
              gateways: [gw]
              http:
              - match: [{uri: {exact: /merged/path}}]
                directResponse: {status: 200}
              - match: [{uri: {prefix: /bin/}}]
                rewrite: {uri: /}
                route: [{destination: {host: bin.example.com}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: bin}
            spec:
              hosts: [bin.example.com]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1, ports: {http: %d}}]
            ---
            apiVersion: install.istio.io/v1alpha1
            kind: MeshConfig
            """;

    private static HttpBin bin;

    @BeforeAll
    static void start() throws Exception {
        bin = HttpBin.start("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() throws Exception {
        bin.close();
    }

    @Test
    void serverHeaderIsTheConfiguredOne() throws Exception {
        try (GatewayServer gateway = gateway("defaultConfig: {proxyHeaders: {server: {value: mine}}}")) {
            assertEquals("mine", server(get(gateway, "/bin/response-headers?server=theirs")));
            assertEquals("mine", server(get(gateway, "/nowhere")));
        }
    }

    @Test
    void disabledServerHeaderPassesTheUpstreams() throws Exception {
        try (GatewayServer gateway = gateway("defaultConfig: {proxyHeaders: {server: {disabled: true}}}")) {
            assertEquals("theirs", server(get(gateway, "/bin/response-headers?server=theirs")));
            assertEquals("none", server(get(gateway, "/nowhere")));
        }
    }

    @Test
    void slashesAreMergedOnlyWhereTheMeshSaysSo() throws Exception {
        try (GatewayServer gateway = gateway("")) {
            assertEquals(404, get(gateway, "/merged//path").statusCode());
            assertEquals(404, get(gateway, "/merged%2Fpath").statusCode());
        }
        try (GatewayServer gateway = gateway("pathNormalization: {normalization: MERGE_SLASHES}")) {
            assertEquals(200, get(gateway, "/merged//path").statusCode());
            assertEquals(404, get(gateway, "/merged%2Fpath").statusCode());
        }
        try (GatewayServer gateway = gateway("pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}")) {
            assertEquals(200, get(gateway, "/merged%2Fpath").statusCode());
        }
    }

    @Test
    void proxiesInFrontAreBelievedAsManyAsAreTrusted() throws Exception {
        String[] chain = {"x-forwarded-for", "192.0.2.1, 192.0.2.2", "x-forwarded-proto", "https"};
        assertExternalAddress("127.0.0.1", "0", chain);
        assertExternalAddress("192.0.2.2", "1", chain);
        assertExternalAddress("192.0.2.1", "2", chain);
        assertExternalAddress("127.0.0.1", "4294967295", chain);
    }

    private static void assertExternalAddress(String expected, String trusted, String... headers) throws Exception {
        String mesh = "defaultConfig: {gatewayTopology: {numTrustedProxies: " + trusted + "}}";
        try (GatewayServer gateway = gateway(mesh)) {
            String seen = get(gateway, "/bin/headers", headers).body().toLowerCase(java.util.Locale.ROOT);
            assertTrue(seen.matches("(?s).*\"x-envoy-external-address\":\\s*\"" + expected + "\".*"), seen);
            String scheme = trusted.equals("0") ? "http" : "https";
            assertTrue(seen.matches("(?s).*\"x-forwarded-proto\":\\s*\"" + scheme + "\".*"), seen);
        }
    }

    @Test
    void clientCertificateHeaderPassesOnlyWhereTheMeshSaysSo() throws Exception {
        String[] claim = {"x-forwarded-client-cert", "Hash=1"};
        try (GatewayServer gateway = gateway("")) {
            assertTrue(!get(gateway, "/bin/headers", claim).body().contains("Hash=1"));
        }
        String mesh = "defaultConfig: {gatewayTopology: {forwardClientCertDetails: ALWAYS_FORWARD_ONLY}}";
        try (GatewayServer gateway = gateway(mesh)) {
            assertTrue(get(gateway, "/bin/headers", claim).body().contains("Hash=1"));
        }
    }

    @Test
    void defaultRetryPolicyCountsForRoutesWithoutOne() throws Exception {
        try (GatewayServer gateway = gateway("")) {
            assertEquals(1, requestsOf(gateway));
        }
        try (GatewayServer gateway = gateway("defaultHttpRetryPolicy: {attempts: 3, retryOn: 5xx, backoff: 1ms}")) {
            assertEquals(4, requestsOf(gateway));
        }
    }

    private static long requestsOf(GatewayServer gateway) throws Exception {
        long before = bin.requests();
        assertEquals(503, get(gateway, "/bin/status/503").statusCode());
        return bin.requests() - before;
    }

    private static GatewayServer gateway(String mesh) throws Exception {
        GatewayServer gateway = GatewayConfig.yaml(ROUTES.formatted(bin.port()) + mesh + "\n")
                .ephemeralPorts()
                .start();
        gateway.awaitReady(Duration.ofSeconds(10));
        return gateway;
    }

    private static String server(HttpResponse<String> response) {
        return response.headers().firstValue("server").orElse("none");
    }

    private static HttpResponse<String> get(GatewayServer gateway, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port("http") + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
