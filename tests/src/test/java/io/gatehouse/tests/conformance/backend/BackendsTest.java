package io.gatehouse.tests.conformance.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.client.RecordedClient;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.AdHocCase;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.Json;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients talk to the backends with no gateway between them. */
class BackendsTest {
    private TestCertificates certificates;
    private Backends backends;

    @BeforeEach
    void start() throws Exception {
        certificates = new TestCertificates(
                Path.of(BackendsTest.class.getResource("/certs").toURI()));
        backends = Backends.start(certificates);
    }

    @AfterEach
    void stop() throws Exception {
        backends.close();
    }

    @Test
    void anEchoShowsHeadersInCaseAndOrderAsReceived() {
        ClientResponse response = send("BACKEND_A", "'path':'/x?y=1','headers':[['X-B','1'],['x-A','2']],'body':'hi'");

        assertEquals(200, response.status());
        assertEquals(
                "{\"backend\": \"a\", \"method\": \"GET\", \"path\": \"/x?y=1\", \"version\": \"HTTP/1.1\", \"headers\":"
                        + " [[\"Host\", \"h\"], [\"X-B\", \"1\"], [\"x-A\", \"2\"], [\"Content-Length\", \"2\"]],"
                        + " \"body\": \"hi\"}",
                response.body());
        UpstreamRequest seen = backends.log().await(1, 1_000).get(0);
        assertEquals("hi", seen.body());
        assertEquals(response.body(), Json.print(seen.echo()));
    }

    @Test
    void retryCountsByKeyUntilReset() {
        String request = "'path':'/retry/503/1/k'";

        assertEquals(503, send("BACKEND_B", request).status());
        assertEquals(200, send("BACKEND_B", request).status());
        backends.reset();
        assertEquals(503, send("BACKEND_B", request).status());
    }

    @Test
    void trailersFollowAChunkedBody() {
        ClientResponse response = send("BACKEND_C", "'path':'/trailers'");

        assertEquals(List.of(new Header("x-trailer", "t1")), response.trailers());
        assertTrue(response.body().startsWith("{\"backend\": \"c\""));
    }

    @Test
    void anUpgradeEchoes() {
        ClientResponse response =
                send("BACKEND_A", "'ws':true,'headers':[['Connection','Upgrade'],['Upgrade','websocket']]");

        assertEquals(101, response.status());
        assertEquals("echo:ping", response.webSocketEcho());
    }

    @Test
    void theGrpcBackendSendsTheMessageBackWithTrailers() {
        ClientResponse response = send(
                "BACKEND_GRPC",
                "'http_version':'2','method':'POST','path':'/pkg.Svc/Do','headers':[['content-type','application/grpc']],"
                        + "'body':'message'");

        assertEquals("message", response.body());
        assertEquals(List.of(new Header("grpc-status", "0")), response.trailers());
    }

    @Test
    void theGrpcBackendEchoesOtherRequests() {
        ClientResponse response = send("BACKEND_GRPC", "'http_version':'2','path':'/plain'");

        assertTrue(response.body().contains("[\":authority\", \"h\"], [\":path\", \"/plain\"]"), response.body());
    }

    @Test
    void theTlsBackendShowsItsCertificate() {
        ClientResponse response = send("BACKEND_TLS", "'scheme':'https','tls':{'sni':'backend.example.com'}");

        assertEquals(200, response.status());
        assertEquals("backend.example.com", response.handshake().commonName());
        assertEquals("TLSv1.3", response.handshake().version());
    }

    @Test
    void aHelloOfTls11IsRefused() {
        ClientResponse response =
                send("BACKEND_TLS", "'scheme':'https','tls':{'sni':'backend.example.com','max':'TLSv1_1'}");

        assertEquals(Failure.Kind.ALERT, response.failure().kind(), response.toString());
    }

    @Test
    void tcpGreetsAndEchoes() {
        ClientResponse response =
                send("BACKEND_TCP_B", "'kind':'tcp','send':'ping'", "'tcp':'hello from tcp-b\\necho:ping'");

        assertEquals("hello from tcp-b\necho:ping", response.tcp());
    }

    @Test
    void theOthersRefuseCloseAndTalkGarbage() {
        assertEquals(Failure.REFUSED, send("BACKEND_REFUSED", "'path':'/'").failure());
        assertEquals(Failure.CLOSED, send("BACKEND_CLOSER", "'path':'/'").failure());
        assertEquals(
                Failure.REFUSED, send("BACKEND_REFUSED", "'http_version':'2'").failure());
    }

    private ClientResponse send(String backend, String request) {
        return send(backend, request, "'status':200");
    }

    private ClientResponse send(String backend, String request, String response) {
        RecordedCase recorded = AdHocCase.of(request, response);
        return new RecordedClient(certificates).send(recorded, backends.ports().get(backend));
    }
}
