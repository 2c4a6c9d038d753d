package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.RecordedCase;

/** Sends the request of a case in the way in which it was recorded, on a connection of its own. */
public final class RecordedClient {
    private final Http1Client http1;
    private final Http2Client http2;
    private final TcpClient tcp;

    public RecordedClient(TestCertificates certificates) {
        http1 = new Http1Client(certificates);
        http2 = new Http2Client(certificates);
        tcp = new TcpClient(certificates);
    }

    public ClientResponse send(RecordedCase recorded, int port) {
        ClientRequest request = recorded.request();
        if (request.tcp()) {
            String expected = recorded.response().tcp();
            boolean fails = expected == null || recorded.response().failure() != null;
            return tcp.exchange(request, port, fails ? -1 : expected.length());
        }
        return send(request, port);
    }

    /** Sends an HTTP request that was not recorded. */
    public ClientResponse send(ClientRequest request, int port) {
        return request.http2() ? http2.exchange(request, port) : http1.exchange(request, port);
    }
}
