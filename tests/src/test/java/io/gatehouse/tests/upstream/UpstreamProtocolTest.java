package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.Main;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which protocol an upstream is spoken to: by its port, its policy, or its client. */
class UpstreamProtocolTest {
    private static final int BODY = 200_000;

    private static Policed gateway(String port, String http, boolean secure, int upstream) throws Exception {
        String tls = ", tls: {mode: SIMPLE, sni: backend.example.com, caCertificates: "
                + Main.resource("certs").resolve("root-ca.pem") + "}";
        return Policed.plan("{connectionPool: {http: " + http + "}" + (secure ? tls : "") + "}")
                .port(8443, port)
                .to(Policed.at(upstream))
                .start();
    }

    private static HttpClientTransport http1() {
        return new HttpClientTransportOverHTTP();
    }

    private static HttpClientTransport http2() {
        return new HttpClientTransportOverHTTP2(new HTTP2Client());
    }

    private static ContentResponse post(Policed gateway, HttpClientTransport transport) throws Exception {
        HttpClient client = new HttpClient(transport);
        client.start();
        try {
            return client.newRequest("127.0.0.1", gateway.server().port("http"))
                    .method("POST")
                    .body(new BytesRequestContent(new byte[BODY]))
                    .send();
        } finally {
            client.stop();
        }
    }

    private static String told(Policed gateway, HttpClientTransport transport) throws Exception {
        ContentResponse response = post(gateway, transport);
        assertEquals(200, response.getStatus(), response.getContentAsString());
        return response.getContentAsString();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, '{maxRetries: 9}', HTTP/1.1",
        "HTTPS, '{maxRetries: 9}', HTTP/1.1",
        "HTTP, '{h2UpgradePolicy: DO_NOT_UPGRADE}', HTTP/1.1",
        "HTTP, '{h2UpgradePolicy: UPGRADE}', HTTP/2.0",
        "HTTPS, '{h2UpgradePolicy: UPGRADE}', HTTP/2.0",
        "HTTP2, '{maxRetries: 9}', HTTP/2.0",
        "GRPC, '{maxRetries: 9}', HTTP/2.0"
    })
    void thePortAndItsPolicyChooseTheProtocolInTlsAndInClearText(String port, String http, String spoken)
            throws Exception {
        try (ProtocolUpstream upstream = ProtocolUpstream.tls(true);
                Policed gateway = gateway(port, http, true, upstream.port())) {
            assertEquals(spoken + " in TLS of " + BODY + " bytes", told(gateway, http1()));
        }
        try (ProtocolUpstream upstream = ProtocolUpstream.plain();
                Policed gateway = gateway(port, http, false, upstream.port())) {
            assertEquals(spoken + " in clear text of " + BODY + " bytes", told(gateway, http1()));
        }
    }

    @Test
    void aClientsProtocolIsSpokenToItsUpstream() throws Exception {
        for (boolean secure : new boolean[] {false, true}) {
            String where = (secure ? " in TLS" : " in clear text") + " of " + BODY + " bytes";
            try (ProtocolUpstream upstream = secure ? ProtocolUpstream.tls(true) : ProtocolUpstream.plain();
                    Policed gateway = gateway("HTTP", "{useClientProtocol: true}", secure, upstream.port())) {
                // In turn, so that neither goes by a connection of the other
                for (int i = 0; i < 2; i++) {
                    assertEquals("HTTP/1.1" + where, told(gateway, http1()));
                    assertEquals("HTTP/2.0" + where, told(gateway, http2()));
                }
            }
        }
    }

    @Test
    void withoutThePolicyAnHttp2ClientIsServedInTheProtocolOfThePort() throws Exception {
        try (ProtocolUpstream upstream = ProtocolUpstream.plain();
                Policed gateway = gateway("HTTP", "{maxRetries: 9}", false, upstream.port())) {
            assertTrue(told(gateway, http2()).startsWith("HTTP/1.1 "));
        }
    }

    @Test
    void anUpstreamThatDoesNotAgreeOnHttp2IsUnavailable() throws Exception {
        try (ProtocolUpstream upstream = ProtocolUpstream.tls(false);
                Policed gateway = gateway("HTTPS", "{h2UpgradePolicy: UPGRADE}", true, upstream.port())) {
            assertEquals(503, post(gateway, http1()).getStatus());
        }
    }
}
