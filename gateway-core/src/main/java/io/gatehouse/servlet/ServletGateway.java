package io.gatehouse.servlet;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.exchange.PathNormalizer;
import io.gatehouse.exchange.Rejection;
import io.gatehouse.exchange.RequestChecks;
import io.gatehouse.exchange.RequestTarget;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What the filters and the servlet of one registration share: where exchanges come from, and where they end. */
final class ServletGateway {
    private static final String EXCHANGE = ServletExchange.class.getName();

    private final Snapshots snapshots;
    private final ExchangeChain engine;
    private final ExchangeRecorder recorder;

    ServletGateway(Snapshots snapshots, ExchangeChain engine, ExchangeRecorder recorder) {
        this.snapshots = snapshots;
        this.engine = engine;
        this.recorder = recorder;
    }

    /** What stands behind the filters. */
    ExchangeChain engine() {
        return engine;
    }

    /**
     * The exchange of a request: made in its first turn, found again in later ones.
     *
     * @return null when the request was refused, and is answered
     */
    @Nullable
    ServletExchange enter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(EXCHANGE) instanceof ServletExchange known) {
            known.turns().enter(request);
            return known;
        }
        RequestTarget target = ServletRequests.target(request);
        HttpFields fields = ServletRequests.fields(request);
        Snapshot snapshot = snapshots.current();
        Rejection rejection = RequestChecks.check(target, fields);
        String path = rejection != null
                ? null
                : PathNormalizer.normalize(target.path(), snapshot.mesh().normalization());
        var view = new ServletRequestView(request, target, path == null ? target.path() : path, fields);
        var exchange = new ServletExchange(snapshot, view, fields, request, response);
        request.setAttribute(EXCHANGE, exchange);
        recorder.watch(exchange);
        if (target.version() == HttpVersion.HTTP_2 && RequestChecks.isMalformedHttp2(fields)) {
            exchange.abort(new IOException("a field of HTTP/1 connections"));
            return null;
        }
        if (path == null) {
            exchange.reject(rejection != null ? rejection : Rejection.BAD_REQUEST_EMPTY);
            return null;
        }
        return exchange;
    }
}
