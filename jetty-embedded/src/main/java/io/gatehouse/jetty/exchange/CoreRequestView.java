package io.gatehouse.jetty.exchange;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.RequestView;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A Jetty request as routing sees it. */
record CoreRequestView(
        @Nullable ListenerKey listener,
        int localPort,
        @Nullable String sni,
        String method,
        String scheme,
        String authority,
        String path,
        @Nullable String query,
        HttpFields fields)
        implements RequestView {
    @Override
    public @Nullable String header(String name) {
        List<String> values = fields.getValuesList(name);
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.get(0);
            default -> String.join(",", values);
        };
    }

    @Override
    public List<String> headerValues(String name) {
        return fields.getValuesList(name);
    }
}
