package io.gatehouse.proxy;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ForwardingHeaders;
import io.gatehouse.exchange.TunnelConnection;
import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.Lane;
import io.gatehouse.upstream.LoadBalancer;
import io.gatehouse.upstream.connection.UpstreamAnswer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** A copy of a request that is sent and forgotten: its answer is read and dropped, its failure is nobody's. */
final class Mirror implements UpstreamAttempt.Owner {
    private static final Mirror FORGET = new Mirror();

    private Mirror() {}

    static void send(ClientExchange exchange, Cluster cluster, RequestBody body, Timeouts timeouts) {
        Endpoint endpoint = cluster.pick(new LoadBalancer.Pick(exchange.view(), exchange.peer(), List.of()));
        if (endpoint == null) {
            return;
        }
        UpstreamRequest original = exchange.upstream();
        HttpFields.Mutable fields = HttpFields.build(original.fields());
        ForwardingHeaders.appendHop(fields, exchange.local());
        fields.put("x-envoy-internal", "true");
        fields.put("x-envoy-attempt-count", "1");
        long limit = timeouts.expected(0);
        if (limit > 0) {
            fields.put("x-envoy-expected-rq-timeout-ms", Long.toString(limit));
        }
        UpstreamRequest copy =
                new UpstreamRequest(original.method(), original.pathAndQuery(), original.authority(), fields);
        Lane lane = endpoint.lane(Callers.of(exchange));
        UpstreamAttempt attempt =
                new UpstreamAttempt(lane, copy, exchange.bodyLength(), null, body.mirror(), body::trailers, FORGET);
        attempt.send();
        if (timeouts.total() > 0) {
            endpoint.client()
                    .getScheduler()
                    .schedule(
                            () -> attempt.abort(new TimeoutException("mirror")),
                            timeouts.total(),
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onAnswer(UpstreamAttempt attempt, UpstreamAnswer answer, Content.Source source) {
        Content.Source.consumeAll(source, Callback.NOOP);
    }

    @Override
    public void onFailure(UpstreamAttempt attempt, Throwable cause) {
        // Fire and forget.
    }

    @Override
    public void onInterim(UpstreamAttempt attempt, int status, HttpFields fields) {
        // Nobody waits for it.
    }

    @Override
    public void onUpgrade(UpstreamAttempt attempt, UpstreamAnswer answer, TunnelConnection tunnel) {
        tunnel.abort(new IllegalStateException("a mirror does not switch protocols"));
    }
}
