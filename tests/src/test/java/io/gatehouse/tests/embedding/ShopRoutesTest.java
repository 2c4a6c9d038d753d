package io.gatehouse.tests.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.junit.GatewayExtension;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopRoutesTest {
    @RegisterExtension
    static final GatewayExtension GATEWAY = GatewayExtension.of(
            GatewayConfig.paths(Path.of("src/test/resources/gateway")).ephemeralPorts());

    @Test
    void cartGoesToTheCartService() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(GATEWAY.uri("http", "/cart")).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
    }

    @Test
    void hostIsAskedForByItsName() throws Exception {
        // As its proxy, the gateway gets requests for whatever host the URL names.
        InetSocketAddress gateway =
                new InetSocketAddress("localhost", GATEWAY.gateway().port("http"));
        HttpClient client =
                HttpClient.newBuilder().proxy(ProxySelector.of(gateway)).build();
        HttpRequest cart = HttpRequest.newBuilder(URI.create("http://shop.example.com/cart"))
                .build();
        assertEquals(200, client.send(cart, BodyHandlers.ofString()).statusCode());
    }
}
