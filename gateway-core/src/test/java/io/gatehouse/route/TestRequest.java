package io.gatehouse.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request made of its parts. */
public record TestRequest(
        @Nullable ListenerKey listener,
        int localPort,
        @Nullable String sni,
        String method,
        String scheme,
        String authority,
        String path,
        @Nullable String query,
        List<Map.Entry<String, String>> headers)
        implements RequestView {
    public static TestRequest get(String authority, String target) {
        int mark = target.indexOf('?');
        return new TestRequest(
                new ListenerKey("0.0.0.0", 80),
                80,
                null,
                "GET",
                "http",
                authority,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                List.of());
    }

    public static TestRequest get(String target) {
        return get("a.example.com", target);
    }

    public TestRequest with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name.toLowerCase(Locale.ROOT), value));
        return new TestRequest(listener, localPort, sni, method, scheme, authority, path, query, more);
    }

    public TestRequest method(String other) {
        return new TestRequest(listener, localPort, sni, other, scheme, authority, path, query, headers);
    }

    public TestRequest on(@Nullable ListenerKey key, int port) {
        return new TestRequest(key, port, sni, method, scheme, authority, path, query, headers);
    }

    public TestRequest tls(@Nullable String name) {
        return new TestRequest(listener, localPort, name, method, "https", authority, path, query, headers);
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headerValues(name);
        return values.isEmpty() ? null : String.join(",", values);
    }

    @Override
    public List<String> headerValues(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }
}
