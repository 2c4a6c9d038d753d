package io.gatehouse.jetty.explain;

import io.gatehouse.exchange.PathNormalizer;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody asks about instead of sending it.
 *
 * @param listener the listener that would take the connection; null when there is none
 * @param sni the host of an https URL
 * @param headers by lower-case name, several values joined with a comma
 */
public record AskedRequest(
        @Nullable ListenerKey listener,
        int localPort,
        @Nullable String sni,
        String method,
        String scheme,
        String authority,
        String path,
        @Nullable String query,
        Map<String, String> headers)
        implements RequestView {

    /**
     * A request for a URL.
     *
     * @param url absolute; its port is the one that listens or, as the Gateway has it, the one that is mapped to it
     * @param headers as {@code name: value}; {@code host} takes the place of the URL's
     * @throws IllegalArgumentException for what is no such URL or header
     */
    public static AskedRequest of(Snapshot snapshot, String method, String url, List<String> headers) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getRawAuthority() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("\"" + url + "\" is no http or https URL");
        }
        Map<String, String> fields = fields(headers);
        String host = fields.remove("host");
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        ListenerSpec listener = listener(snapshot, port);
        return new AskedRequest(
                listener == null ? null : listener.key(),
                listener == null ? port : listener.key().port(),
                scheme.equals("https") ? String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) : null,
                method,
                scheme,
                host == null ? uri.getRawAuthority() : host,
                path(snapshot, uri),
                uri.getRawQuery(),
                Map.copyOf(fields));
    }

    private static String path(Snapshot snapshot, URI uri) {
        String raw = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String path = PathNormalizer.normalize(raw, snapshot.mesh().normalization());
        if (path == null) {
            throw new IllegalArgumentException("400: the path " + raw + " can't be normalised");
        }
        return path;
    }

    private static @Nullable ListenerSpec listener(Snapshot snapshot, int port) {
        return snapshot.listeners().stream()
                .filter(listener -> listener.key().port() == port)
                .findFirst()
                .or(() -> snapshot.listeners().stream()
                        .filter(listener -> listener.gatewayPort() == port)
                        .findFirst())
                .orElse(null);
    }

    private static Map<String, String> fields(List<String> headers) {
        Map<String, String> fields = new TreeMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("\"" + header + "\" is no header: write \"name: value\"");
            }
            String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.merge(name, header.substring(colon + 1).strip(), (first, next) -> first + "," + next);
        }
        return fields;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
