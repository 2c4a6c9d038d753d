package io.gatehouse.jetty.tcp;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.RequestView;
import org.jspecify.annotations.Nullable;

/** What a load balancer may ask of a connection that is no request: nothing but where it came in. */
record ConnectionView(
        @Nullable ListenerKey listener, @Nullable String sni, int localPort) implements RequestView {
    @Override
    public String method() {
        return "";
    }

    @Override
    public String scheme() {
        return "";
    }

    @Override
    public String authority() {
        return "";
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }
}
