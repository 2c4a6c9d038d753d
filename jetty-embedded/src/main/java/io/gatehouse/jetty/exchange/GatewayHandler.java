package io.gatehouse.jetty.exchange;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.exchange.PathNormalizer;
import io.gatehouse.exchange.Rejection;
import io.gatehouse.exchange.RequestChecks;
import io.gatehouse.exchange.RequestTarget;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Jetty core adapter: makes an exchange of each request and gives it to the filter chain. It never blocks. */
public final class GatewayHandler extends Handler.Abstract.NonBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

    private final Snapshots snapshots;
    private final ExchangeChain chain;
    private final ExchangeRecorder recorder;

    /**
     * A handler for the ports that the gateway opened.
     *
     * @param chain the filters, ending in the proxy
     */
    public GatewayHandler(Snapshots snapshots, ExchangeChain chain) {
        this(snapshots, chain, ExchangeRecorder.OFF);
    }

    /** The same, and {@code recorder} is told of each exchange. */
    public GatewayHandler(Snapshots snapshots, ExchangeChain chain, ExchangeRecorder recorder) {
        this.snapshots = snapshots;
        this.chain = chain;
        this.recorder = recorder;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Snapshot snapshot = snapshots.current();
        RequestTarget target = CoreTarget.of(request);
        Rejection rejection = RequestChecks.check(target, request.getHeaders());
        String path = rejection == null
                ? PathNormalizer.normalize(target.path(), snapshot.mesh().normalization())
                : target.path();
        CoreRequestView view = view(request, target, path == null ? target.path() : path);
        CoreExchange exchange = new CoreExchange(request, response, callback, snapshot, view, target);
        recorder.watch(exchange);
        if (target.version() == HttpVersion.HTTP_2 && RequestChecks.isMalformedHttp2(request.getHeaders())) {
            MalformedStream.reset(request);
            exchange.abort(new IOException("a field of HTTP/1 connections"));
        } else if (exchange.lacksBody()) {
            MalformedStream.reset(request);
            exchange.abort(new IOException("no body for its Content-Length"));
        } else if (path == null) {
            exchange.reject(Rejection.BAD_REQUEST_EMPTY);
        } else if (rejection != null) {
            exchange.reject(rejection);
        } else {
            proceed(exchange);
        }
        return true;
    }

    private void proceed(CoreExchange exchange) {
        try {
            chain.proceed(exchange);
            exchange.watchClient();
        } catch (RuntimeException bug) {
            LOG.error("The filter chain failed", bug);
            exchange.abort(bug);
        }
    }

    private static CoreRequestView view(Request request, RequestTarget target, String path) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        HttpFields fields = request.getHeaders();
        return new CoreRequestView(
                listener(connection),
                port(connection.getLocalSocketAddress()),
                SniNamed.of(request),
                // An extended CONNECT stands for the GET of HTTP/1.1 (RFC 8441 §5).
                target.protocol() == null ? target.method() : "GET",
                target.secure() ? "https" : "http",
                target.authority(),
                path,
                target.query(),
                fields);
    }

    private static @Nullable ListenerKey listener(ConnectionMetaData connection) {
        return connection.getConnector() instanceof ListenerKeyed keyed ? keyed.key() : null;
    }

    private static int port(SocketAddress local) {
        return local instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }
}
