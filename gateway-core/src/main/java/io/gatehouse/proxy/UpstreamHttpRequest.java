package io.gatehouse.proxy;

import io.gatehouse.upstream.Endpoint;
import java.net.URI;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * A client request that goes out as it is: {@link HttpRequest} would parse the path as a URI (and lose {@code //a}),
 * change the method's case, and add fields.
 */
final class UpstreamHttpRequest extends HttpRequest {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final HttpFields.Mutable fields;
    private @Nullable ClientCall call;

    /**
     * A request.
     *
     * @param target path and query, raw
     * @param fields with Host for HTTP/1.1
     */
    UpstreamHttpRequest(Endpoint endpoint, String method, String target, HttpFields.Mutable fields) {
        super(endpoint.client(), new HttpConversation(), endpoint.uri());
        this.method = method;
        // Jetty reads the escapes of what it takes for a path, and refuses bad ones, which a query may have.
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? null : target.substring(mark + 1);
        this.fields = fields;
    }

    /** The call that it belongs to. */
    @Nullable
    ClientCall call() {
        return call;
    }

    void call(ClientCall owner) {
        this.call = owner;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public @Nullable String getQuery() {
        return query;
    }

    /** Only cookies and authentication ask for it, which a gateway keeps out of. */
    @Override
    public @Nullable URI getURI() {
        return null;
    }

    @Override
    public HttpFields getHeaders() {
        return fields;
    }

    @Override
    public Request headers(Consumer<HttpFields.Mutable> consumer) {
        consumer.accept(fields);
        return this;
    }

    /** The fields are complete. */
    @Override
    public HttpRequest addHeader(HttpField header) {
        return this;
    }
}
