package io.gatehouse.tests.conformance.routing;

import io.gatehouse.exchange.PathNormalizer;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.MeshSpec.PathNormalization;
import io.gatehouse.route.RequestView;
import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.Header;
import java.util.List;
import java.util.Locale;

/** A recorded request as routing would see it. */
record RecordedView(ClientRequest request, ListenerKey key, String path, String query) implements RequestView {
    /** Null when the path can't be normalised. */
    static RecordedView of(ClientRequest request, ListenerKey key) {
        String target = request.path().split("#", 2)[0];
        int mark = target.indexOf('?');
        String path = PathNormalizer.normalize(mark < 0 ? target : target.substring(0, mark), PathNormalization.BASE);
        return path == null ? null : new RecordedView(request, key, path, mark < 0 ? null : target.substring(mark + 1));
    }

    @Override
    public ListenerKey listener() {
        return key;
    }

    @Override
    public int localPort() {
        return key.port();
    }

    @Override
    public String sni() {
        String sni = request.tls() == null ? null : request.tls().sni();
        return sni == null ? null : sni.toLowerCase(Locale.ROOT);
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String scheme() {
        return request.scheme();
    }

    @Override
    public String authority() {
        return request.host() == null ? "" : request.host();
    }

    @Override
    public String header(String name) {
        List<String> values = headerValues(name);
        return values.isEmpty() ? null : String.join(",", values);
    }

    @Override
    public List<String> headerValues(String name) {
        return request.headers().stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .toList();
    }
}
