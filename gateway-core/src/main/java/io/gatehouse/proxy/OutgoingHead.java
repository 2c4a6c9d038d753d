package io.gatehouse.proxy;

import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.upstream.Lane;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The head of one attempt, as its endpoint's protocol wants it.
 *
 * @param method as sent
 * @param target path and query
 * @param authority for {@code :authority}
 * @param fields with Host for HTTP/1.1
 */
record OutgoingHead(String method, String target, String authority, HttpFields.Mutable fields) {
    static OutgoingHead of(UpstreamRequest request, Lane lane, long bodyLength) {
        HttpFields.Mutable fields =
                lane.protocol() == Protocol.HTTP2 ? WireFields.http2(request) : WireFields.http1(request, bodyLength);
        return new OutgoingHead(request.method(), request.pathAndQuery(), request.authority(), fields);
    }

    /** The head of a request that asks to switch protocols. */
    OutgoingHead upgrading(String protocol) {
        fields.add(new HttpField((HttpHeader) null, "connection", "Upgrade"));
        fields.add(new HttpField((HttpHeader) null, "upgrade", protocol));
        if (protocol.equals("websocket") && !fields.contains("sec-websocket-key")) {
            // A WebSocket over HTTP/2 needs none (RFC 8441 §5), one over HTTP/1.1 does.
            fields.add(new HttpField((HttpHeader) null, "sec-websocket-key", webSocketKey()));
        }
        return this;
    }

    private static String webSocketKey() {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }
}
