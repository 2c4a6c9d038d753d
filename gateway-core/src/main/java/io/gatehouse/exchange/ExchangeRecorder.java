package io.gatehouse.exchange;

import io.gatehouse.route.RequestView;
import io.gatehouse.telemetry.RequestRecord;
import io.gatehouse.telemetry.RequestSink;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** Tells a {@link RequestSink} of each exchange when it ends, those included that were refused before routing. */
public final class ExchangeRecorder {
    /** Tells nobody. */
    public static final ExchangeRecorder OFF = new ExchangeRecorder(RequestSink.NONE);

    private final RequestSink sink;

    /** A recorder that tells {@code sink}. */
    public ExchangeRecorder(RequestSink sink) {
        this.sink = sink;
    }

    /** To be called once for a new exchange, before it is answered. */
    public void watch(BaseExchange exchange) {
        if (sink != RequestSink.NONE) {
            sink.started();
            // Taken now: a server may reuse its request object once it is answered
            RequestRecord.Client client = client(exchange);
            exchange.onComplete(failure -> sink.ended(record(client, exchange, failure)));
        }
    }

    private static RequestRecord record(
            RequestRecord.Client client, BaseExchange exchange, @Nullable Throwable failure) {
        ResponseHead head = exchange.head();
        long duration = NanoTime.since(exchange.startNanoTime());
        return new RequestRecord(
                client,
                exchange.isRouted() ? exchange.decision() : null,
                head == null ? 0 : head.status(),
                exchange.reason(),
                failure == null ? null : words(failure),
                exchange.hasUpstream() ? upstream(exchange.upstream()) : RequestRecord.Upstream.NONE,
                exchange.bytesReceived(),
                exchange.bytesSent(),
                System.currentTimeMillis() - duration / 1_000_000,
                duration);
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static RequestRecord.Client client(BaseExchange exchange) {
        RequestView view = exchange.view();
        String query = view.query();
        return new RequestRecord.Client(
                address(exchange.peer()),
                view.sni(),
                protocol(exchange.clientVersion()),
                view.method(),
                view.scheme(),
                view.authority(),
                query == null ? view.path() : view.path() + "?" + query,
                exchange.clientHeaders().get(HttpHeader.USER_AGENT));
    }

    private static RequestRecord.Upstream upstream(UpstreamRequest request) {
        HttpFields fields = request.fields();
        return new RequestRecord.Upstream(
                request.cluster(),
                request.endpoint(),
                request.attempts(),
                fields.get("x-request-id"),
                fields.get(HttpHeader.X_FORWARDED_FOR));
    }

    private static @Nullable String address(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : null;
    }

    private static String protocol(HttpVersion version) {
        return version == HttpVersion.HTTP_2 ? "HTTP/2" : version.asString();
    }
}
