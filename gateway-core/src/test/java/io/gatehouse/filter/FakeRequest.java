package io.gatehouse.filter;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.RequestView;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as a test writes it down: {@code request("GET", "http://app.example.com/a?b")}. */
record FakeRequest(
        String method,
        String scheme,
        String authority,
        String path,
        @Nullable String query,
        @Nullable ListenerKey listener,
        Map<String, String> headers)
        implements RequestView {
    static FakeRequest request(String method, String uri) {
        int scheme = uri.indexOf("://");
        int path = uri.indexOf('/', scheme + 3);
        int query = uri.indexOf('?', path);
        return new FakeRequest(
                method,
                uri.substring(0, scheme),
                uri.substring(scheme + 3, path),
                query < 0 ? uri.substring(path) : uri.substring(path, query),
                query < 0 ? null : uri.substring(query + 1),
                null,
                Map.of());
    }

    FakeRequest with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new FakeRequest(method, scheme, authority, path, query, listener, more);
    }

    @Override
    public int localPort() {
        return 8080;
    }

    @Override
    public @Nullable String sni() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
