package io.gatehouse.servlet;

import io.gatehouse.exchange.RequestTarget;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A Servlet request as routing sees it: a copy, which outlives the container's request. */
final class ServletRequestView implements RequestView {
    private final @Nullable ListenerKey listener;
    private final @Nullable String sni;
    private final int localPort;
    private final RequestTarget target;
    private final String path;
    private final HttpFields fields;

    ServletRequestView(HttpServletRequest request, RequestTarget target, String path, HttpFields fields) {
        this.listener = request.getAttribute(ConnectionAttributes.LISTENER) instanceof ListenerKey key ? key : null;
        this.sni = request.getAttribute(ConnectionAttributes.SNI) instanceof String name ? name : null;
        this.localPort = request.getLocalPort();
        this.target = target;
        this.path = path;
        this.fields = fields;
    }

    @Override
    public @Nullable ListenerKey listener() {
        return listener;
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public @Nullable String sni() {
        return sni;
    }

    @Override
    public String method() {
        return target.method();
    }

    @Override
    public String scheme() {
        return target.secure() ? "https" : "http";
    }

    @Override
    public String authority() {
        return target.authority();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return target.query();
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = fields.getValuesList(name);
        return values.isEmpty() ? null : values.size() == 1 ? values.get(0) : String.join(",", values);
    }

    @Override
    public List<String> headerValues(String name) {
        return fields.getValuesList(name);
    }
}
