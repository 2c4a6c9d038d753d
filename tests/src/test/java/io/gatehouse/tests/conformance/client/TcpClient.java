package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.wire.HttpReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends bytes over TCP and reads what comes back, up to the length that was recorded or to the end. */
final class TcpClient {
    private final TestCertificates certificates;

    TcpClient(TestCertificates certificates) {
        this.certificates = certificates;
    }

    /** {@code length} is how much to wait for; negative reads to the end. */
    ClientResponse exchange(ClientRequest request, int port, int length) {
        long start = System.nanoTime();
        ClientResponse.Handshake handshake = null;
        StringBuilder received = new StringBuilder();
        Failure failure = null;
        try (ClientSocket connection = ClientSocket.connect(port, request, certificates)) {
            handshake = connection.handshake();
            OutputStream out = connection.socket().getOutputStream();
            if (request.send() != null) {
                out.write(request.send().getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            read(new HttpReader(connection.socket().getInputStream()), received, length);
            failure = received.isEmpty() ? Failure.CLOSED : null;
        } catch (IOException e) {
            failure = Failures.of(e);
        }
        return new ClientResponse(
                0,
                "",
                null,
                List.of(),
                "",
                List.of(),
                List.of(),
                failure,
                handshake,
                null,
                received.toString(),
                Http1Client.millisSince(start));
    }

    private static void read(HttpReader in, StringBuilder received, int length) throws IOException {
        while (length < 0 || received.length() < length) {
            String some = in.some();
            if (some == null) {
                return;
            }
            received.append(some);
        }
    }
}
