package io.gatehouse.tests.conformance.backend;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.Json;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import io.gatehouse.tests.conformance.wire.Frame;
import io.gatehouse.tests.conformance.wire.Http2Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/**
 * A cleartext HTTP/2 backend: a gRPC message comes back with {@code grpc-status: 0} in the trailers, on {@code …/Slow}
 * after two seconds; everything else gets the JSON echo.
 */
public final class GrpcBackend extends Backend {
    private final UpstreamLog log;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "backend-grpc-slow");
        thread.setDaemon(true);
        return thread;
    });

    public GrpcBackend(UpstreamLog log) throws IOException {
        super("grpc", ServerSocketFactory.getDefault());
        this.log = log;
    }

    /** A request being received on one stream. */
    private static final class Stream {
        private List<Header> headers = List.of();
        private List<Header> trailers = List.of();
        private UpstreamLog.Entry entry;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    }

    @Override
    protected void serve(Socket socket) throws IOException {
        Http2Connection connection = new Http2Connection(socket);
        if (!connection.readPreface()) {
            log.add(UpstreamRequest.connection(name(), true));
            return;
        }
        connection.startServer();
        Map<Integer, Stream> streams = new HashMap<>();
        Frame frame;
        while ((frame = connection.read()) != null) {
            if (frame.type() == Frame.GOAWAY) {
                continue;
            }
            Stream stream = streams.computeIfAbsent(frame.stream(), id -> new Stream());
            if (take(frame, stream, connection)) {
                streams.remove(frame.stream());
            }
        }
    }

    /** True when the stream is over. */
    private boolean take(Frame frame, Stream stream, Http2Connection connection) throws IOException {
        switch (frame.type()) {
            case Frame.HEADERS -> {
                List<Header> fields = connection.fields(frame);
                if (stream.entry == null) {
                    stream.headers = fields;
                    stream.entry = log.begin(request(stream, null));
                } else {
                    stream.trailers = fields;
                }
            }
            case Frame.DATA -> stream.body.writeBytes(frame.content());
            default -> {
                if (stream.entry != null) {
                    stream.entry.complete(request(stream, null));
                }
                return true;
            }
        }
        if (frame.has(Frame.END_STREAM)) {
            UpstreamRequest whole = request(stream, stream.body.toString(StandardCharsets.ISO_8859_1));
            stream.entry.complete(whole);
            answer(frame.stream(), whole, connection);
            return true;
        }
        return false;
    }

    private UpstreamRequest request(Stream stream, String body) {
        List<Header> headers = stream.headers;
        return new UpstreamRequest(
                name(),
                Header.first(headers, ":method").orElse(""),
                Header.first(headers, ":path").orElse(""),
                "HTTP/2",
                headers,
                body,
                stream.trailers,
                false);
    }

    private void answer(int stream, UpstreamRequest request, Http2Connection connection) throws IOException {
        String type = Header.first(request.headers(), "content-type").orElse("");
        if (!type.startsWith("application/grpc")) {
            String echo = Json.print(request.echo());
            connection.headers(
                    stream,
                    List.of(
                            new Header(":status", "200"),
                            new Header("content-type", "application/json"),
                            new Header("x-backend", name()),
                            new Header("content-length", Integer.toString(echo.length()))),
                    request.method().equals("HEAD"));
            if (!request.method().equals("HEAD")) {
                connection.data(stream, echo.getBytes(StandardCharsets.ISO_8859_1), true);
            }
            return;
        }
        if (request.path().endsWith("/Slow")) {
            later.schedule(() -> message(stream, request, connection), 2, TimeUnit.SECONDS);
        } else {
            message(stream, request, connection);
        }
    }

    private void message(int stream, UpstreamRequest request, Http2Connection connection) {
        try {
            connection.headers(
                    stream,
                    List.of(
                            new Header(":status", "200"),
                            new Header("content-type", "application/grpc"),
                            new Header("x-backend", name())),
                    false);
            connection.data(stream, request.body().getBytes(StandardCharsets.ISO_8859_1), false);
            connection.headers(stream, List.of(new Header("grpc-status", "0")), true);
        } catch (IOException gone) {
            // A gateway that gave up on the slow answer has closed the connection.
        }
    }

    @Override
    public void close() throws IOException {
        later.shutdownNow();
        super.close();
    }
}
