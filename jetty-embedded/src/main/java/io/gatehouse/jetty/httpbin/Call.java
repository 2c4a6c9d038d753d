package io.gatehouse.jetty.httpbin;

import io.gatehouse.jetty.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;

/** One request to httpbin and its answer. */
record Call(Request request, Response response, Callback callback) {
    String method() {
        return request.getMethod();
    }

    /** The path after the first segment, decoded, split at slashes. */
    List<String> arguments() {
        return Stream.of(Request.getPathInContext(request).split("/"))
                .skip(2)
                .map(URIUtil::decodePath)
                .toList();
    }

    /** The n-th argument of the path. */
    String argument(int index) {
        List<String> arguments = arguments();
        if (index >= arguments.size()) {
            throw new IllegalArgumentException("the path ends too early");
        }
        return arguments.get(index);
    }

    /** The n-th argument as a whole number between 0 and {@code most}; more counts as {@code most}. */
    int number(int index, int most) {
        return (int) Math.min(most, Math.max(0L, Long.parseLong(argument(index))));
    }

    Fields query() {
        return Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    }

    /** A parameter of the query, or what stands for a missing one. */
    String query(String name, String otherwise) {
        String value = query().getValue(name);
        return value == null ? otherwise : value;
    }

    void header(String name, String value) {
        response.getHeaders().put(name, value);
    }

    void json(Object value) {
        reply(200, "application/json", Json.pretty(value).getBytes(StandardCharsets.UTF_8));
    }

    void html(int status, String body) {
        reply(status, "text/html; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with a whole body. */
    void reply(int status, String contentType, byte[] body) {
        start(status, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Sets the head of an answer whose body is streamed. */
    void start(int status, String contentType) {
        response.setStatus(status);
        header("content-type", contentType);
        allowOrigins();
    }

    private void allowOrigins() {
        String origin = request.getHeaders().get("origin");
        header("access-control-allow-origin", origin == null ? "*" : origin);
        header("access-control-allow-credentials", "true");
    }

    /** Writes a part of a streamed body, then goes on. */
    void write(byte[] bytes, Runnable then) {
        response.write(false, ByteBuffer.wrap(bytes), Callback.from(then, callback::failed));
    }

    /** Ends a streamed body. */
    void end() {
        response.write(true, null, callback);
    }

    /** Goes on later, without a thread that waits. */
    void after(Duration delay, Runnable then) {
        if (delay.isZero()) {
            then.run();
        } else {
            request.getComponents().getScheduler().schedule(then, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Reads the request's whole body, then goes on. */
    void body(BodyReader reader) {
        Content.Source.asByteBuffer(request, new org.eclipse.jetty.util.Promise.Invocable.NonBlocking<>() {
            @Override
            public void succeeded(ByteBuffer body) {
                byte[] bytes = new byte[body.remaining()];
                body.get(bytes);
                reader.read(bytes);
            }

            @Override
            public void failed(Throwable cause) {
                callback.failed(cause);
            }
        });
    }

    /** What is done with a body. */
    @FunctionalInterface
    interface BodyReader {
        void read(byte[] body);
    }

    /** A parameter map as httpbin prints it: one value plain, several as a list. */
    static Map<String, Object> arguments(Fields fields) {
        Map<String, Object> arguments = new java.util.TreeMap<>();
        for (Fields.Field field : fields) {
            List<String> values = field.getValues();
            arguments.put(field.getName(), values.size() == 1 ? values.get(0) : values);
        }
        return arguments;
    }
}
