package io.gatehouse.jetty.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.jetty.GatewayConfig;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayExtensionTest {
    private static final String YAML = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: shop}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec:
              hosts: ["*"]
              gateways: [shop]
              http:
              - match:
                - uri: {prefix: /cart}
                directResponse: {status: 200, body: {string: cart}}
            """;

    @RegisterExtension
    static final GatewayExtension GATEWAY =
            GatewayExtension.of(GatewayConfig.yaml(YAML).ephemeralPorts());

    @Test
    void aRunningGatewayAnswers() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(GATEWAY.uri("http", "/cart")).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals("cart", answer.body());
    }
}
