package io.gatehouse.tests.dropin;

import io.gatehouse.tests.conformance.client.RecordedClient;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks a gateway for things, a connection a request. */
final class Visitor {
    private final TestCertificates certificates;
    private final RecordedClient client;

    Visitor() throws URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(Visitor.class.getResource("/certs")).toURI());
        certificates = new TestCertificates(folder);
        client = new RecordedClient(certificates);
    }

    Path certificates() {
        return certificates.folder();
    }

    ClientResponse get(int port, String host, String path) {
        return client.send(request("http", "1.1", host, path), port);
    }

    /** By prior knowledge. */
    ClientResponse http2(int port, String host, String path) {
        return client.send(request("http", "2", host, path), port);
    }

    /** With the host as server name. */
    ClientResponse secure(int port, String host, String path) {
        return client.send(request("https", "1.1", host, path), port);
    }

    ClientResponse secureHttp2(int port, String host, String path) {
        return client.send(request("https", "2", host, path), port);
    }

    /** Asks for a WebSocket, and sends {@code ping} when it is there. */
    ClientResponse webSocket(int port, String host, String path) {
        Map<String, Object> json = request("http", host, path);
        json.put("http_version", "1.1");
        json.put("ws", true);
        json.put(
                "headers",
                List.of(
                        List.of("Connection", "Upgrade"),
                        List.of("Upgrade", "websocket"),
                        List.of("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                        List.of("Sec-WebSocket-Version", "13")));
        return client.send(ClientRequest.of(json), port);
    }

    private static ClientRequest request(String scheme, String version, String host, String path) {
        Map<String, Object> json = request(scheme, host, path);
        json.put("http_version", version);
        if (scheme.equals("https")) {
            json.put("tls", Map.of("sni", host, "alpn", version.equals("2") ? List.of("h2") : List.of("http/1.1")));
        }
        return ClientRequest.of(json);
    }

    private static Map<String, Object> request(String scheme, String host, String path) {
        return new HashMap<>(
                Map.of("kind", "http", "method", "GET", "scheme", scheme, "port", "any", "host", host, "path", path));
    }

    static String header(ClientResponse response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value())
                .findFirst()
                .orElse(null);
    }
}
