package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.wire.Frame;
import io.gatehouse.tests.conformance.wire.Http2Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends one recorded request over HTTP/2, by prior knowledge or ALPN, forbidden fields included. */
final class Http2Client {
    private static final int STREAM = 1;
    private final TestCertificates certificates;

    Http2Client(TestCertificates certificates) {
        this.certificates = certificates;
    }

    ClientResponse exchange(ClientRequest request, int port) {
        long start = System.nanoTime();
        ClientResponse.Handshake handshake = null;
        try (ClientSocket socket = ClientSocket.connect(port, request, certificates);
                Http2Connection connection = new Http2Connection(socket.socket())) {
            handshake = socket.handshake();
            send(connection, request);
            return receive(connection, handshake, start);
        } catch (IOException e) {
            return ClientResponse.failed(Failures.of(e), handshake, Http1Client.millisSince(start));
        }
    }

    private static void send(Http2Connection connection, ClientRequest request) throws IOException {
        connection.startClient();
        List<Header> fields = new ArrayList<>();
        fields.add(new Header(":method", request.method()));
        fields.add(new Header(":scheme", request.h2Scheme() == null ? request.scheme() : request.h2Scheme()));
        if (request.host() != null) {
            fields.add(new Header(":authority", request.host()));
        }
        fields.add(new Header(":path", request.path()));
        request.headers().forEach(h -> fields.add(new Header(h.lowerName(), h.value())));
        boolean trailers = !request.trailers().isEmpty();
        boolean body = !request.body().isEmpty();
        connection.headers(STREAM, fields, !body && !trailers);
        if (body) {
            connection.data(STREAM, request.body().getBytes(StandardCharsets.ISO_8859_1), !trailers);
        }
        if (trailers) {
            connection.headers(STREAM, request.trailers(), true);
        }
    }

    private static ClientResponse receive(Http2Connection connection, ClientResponse.Handshake handshake, long start)
            throws IOException {
        List<Integer> interim = new ArrayList<>();
        List<Header> headers = null;
        List<Header> trailers = List.of();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Frame frame;
        while ((frame = connection.read()) != null) {
            switch (frame.type()) {
                case Frame.RST_STREAM -> {
                    return ClientResponse.failed(Failure.RESET, handshake, Http1Client.millisSince(start));
                }
                case Frame.GOAWAY -> {
                    if (refuses(frame)) {
                        return ClientResponse.failed(Failure.RESET, handshake, Http1Client.millisSince(start));
                    }
                }
                case Frame.DATA -> body.writeBytes(frame.content());
                default -> {
                    List<Header> fields = connection.fields(frame);
                    int status = status(fields);
                    if (headers != null) {
                        trailers = fields;
                    } else if (status >= 200) {
                        headers = fields;
                    } else {
                        interim.add(status);
                    }
                }
            }
            if (frame.has(Frame.END_STREAM) && headers != null) {
                return new ClientResponse(
                        status(headers),
                        "",
                        "HTTP/2",
                        headers.stream().filter(h -> !h.is(":status")).toList(),
                        body.toString(StandardCharsets.ISO_8859_1),
                        trailers,
                        interim,
                        null,
                        handshake,
                        null,
                        null,
                        Http1Client.millisSince(start));
            }
        }
        return ClientResponse.failed(Failure.CLOSED, handshake, Http1Client.millisSince(start));
    }

    /** A GOAWAY that has not taken our stream in, or has an error; a graceful one lets the answer come. */
    private static boolean refuses(Frame goaway) {
        ByteBuffer payload = ByteBuffer.wrap(goaway.payload());
        int last = payload.getInt();
        return last < STREAM || payload.getInt() != 0;
    }

    private static int status(List<Header> fields) {
        return Header.first(fields, ":status").map(Integer::parseInt).orElse(0);
    }
}
