package io.gatehouse.proxy;

import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.upstream.Lane;
import io.gatehouse.upstream.connection.Http1Head;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The head of one attempt, as its endpoint's protocol wants it.
 *
 * @param method as sent
 * @param target path and query
 * @param authority for {@code :authority}
 * @param fields with Host for HTTP/1.1
 */
record OutgoingHead(String method, String target, String authority, HttpFields.Mutable fields) {
    static OutgoingHead of(UpstreamRequest request, Lane lane, long bodyLength, @Nullable String upgrade) {
        HttpFields.Mutable fields =
                lane.protocol() == Protocol.HTTP2 ? WireFields.http2(request) : WireFields.http1(request, bodyLength);
        if (upgrade != null) {
            upgrade(fields, upgrade);
        }
        return new OutgoingHead(request.method(), request.pathAndQuery(), request.authority(), fields);
    }

    /** The head for a connection of our own, which looks after the body's length and the form of names by itself. */
    static Http1Head http1(UpstreamRequest request, long bodyLength, @Nullable String upgrade) {
        HttpFields fields = request.fields();
        if (upgrade != null) {
            HttpFields.Mutable upgrading = HttpFields.build(fields);
            upgrade(upgrading, upgrade);
            fields = upgrading;
        }
        return new Http1Head(request.method(), request.pathAndQuery(), request.authority(), fields, bodyLength);
    }

    /** The fields of a request that asks to switch protocols. */
    private static void upgrade(HttpFields.Mutable fields, String protocol) {
        fields.add(new HttpField((HttpHeader) null, "connection", "Upgrade"));
        fields.add(new HttpField((HttpHeader) null, "upgrade", protocol));
        if (protocol.equals("websocket") && !fields.contains("sec-websocket-key")) {
            // A WebSocket over HTTP/2 needs none (RFC 8441 §5), one over HTTP/1.1 does.
            fields.add(new HttpField((HttpHeader) null, "sec-websocket-key", webSocketKey()));
        }
    }

    private static String webSocketKey() {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }
}
