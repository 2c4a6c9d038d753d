package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.wire.HttpReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends exactly what was recorded over HTTP/1 and reads whatever comes back. */
final class Http1Client {
    private static final String WEBSOCKET_PING = "ping";
    private final TestCertificates certificates;

    Http1Client(TestCertificates certificates) {
        this.certificates = certificates;
    }

    ClientResponse exchange(ClientRequest request, int port) {
        long start = System.nanoTime();
        ClientResponse.Handshake handshake = null;
        try (ClientSocket connection = ClientSocket.connect(port, request, certificates)) {
            handshake = connection.handshake();
            HttpReader in = new HttpReader(connection.socket().getInputStream());
            OutputStream out = connection.socket().getOutputStream();
            send(out, request);
            return receive(in, out, request, handshake, start);
        } catch (IOException e) {
            return ClientResponse.failed(Failures.of(e), handshake, millisSince(start));
        }
    }

    /** A gateway that has already refused resets the connection: its answer may still be there to read. */
    private static void send(OutputStream out, ClientRequest request) {
        String bytes =
                request.raw() != null ? request.raw() : head(request) + (request.holdBody() ? "" : request.body());
        try {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException refused) {
            // Reading says how.
        }
    }

    private static String head(ClientRequest request) {
        StringBuilder out = new StringBuilder(
                        request.method() + " " + request.path() + " HTTP/" + request.httpVersion())
                .append("\r\n");
        if (request.host() != null) {
            out.append("Host: ").append(request.host()).append("\r\n");
        }
        request.headers().forEach(h -> out.append(h).append("\r\n"));
        boolean framed = request.headers().stream().anyMatch(h -> h.is("content-length") || h.is("transfer-encoding"));
        if (!request.body().isEmpty() && !framed) {
            out.append("Content-Length: ").append(request.body().length()).append("\r\n");
        }
        return out.append("\r\n").toString();
    }

    private static ClientResponse receive(
            HttpReader in, OutputStream out, ClientRequest request, ClientResponse.Handshake handshake, long start)
            throws IOException {
        List<Integer> interim = new ArrayList<>();
        while (true) {
            String line = in.line();
            if (line == null) {
                return ClientResponse.failed(Failure.CLOSED, handshake, millisSince(start));
            }
            String[] words = line.split(" ", 3);
            int status = Integer.parseInt(words[1]);
            List<Header> headers = in.headers();
            if (status == 100 && request.holdBody()) {
                out.write(request.body().getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            if (status >= 200 || status == 101) {
                boolean bodiless = method(request).equals("HEAD") || status == 101 || status == 204 || status == 304;
                HttpReader.Content content =
                        bodiless ? new HttpReader.Content("", List.of()) : in.content(headers, true);
                return new ClientResponse(
                        status,
                        words.length > 2 ? words[2] : "",
                        words[0],
                        headers,
                        content.body(),
                        content.trailers(),
                        interim,
                        null,
                        handshake,
                        status == 101 && request.websocket() ? webSocketEcho(in, out) : null,
                        null,
                        millisSince(start));
            }
            interim.add(status);
        }
    }

    private static String webSocketEcho(HttpReader in, OutputStream out) throws IOException {
        out.write(WEBSOCKET_PING.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return in.exactly(("echo:" + WEBSOCKET_PING).length());
    }

    private static String method(ClientRequest request) {
        return request.raw() == null ? request.method() : request.raw().strip().split(" ")[0];
    }

    static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
