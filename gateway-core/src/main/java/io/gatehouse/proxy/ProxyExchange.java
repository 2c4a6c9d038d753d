package io.gatehouse.proxy;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.HopByHop;
import io.gatehouse.exchange.LocalReply;
import io.gatehouse.exchange.ResponseHead;
import io.gatehouse.exchange.TunnelConnection;
import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.route.MirrorSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.telemetry.ResponseReason;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.Lane;
import io.gatehouse.upstream.LoadBalancer;
import io.gatehouse.upstream.connection.UpstreamAnswer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way upstream: attempts, retries and time limits, until the first answer that is let through.
 * Events of the upstream, the client and the clock may come at the same time; each first asks for the state, under a
 * lock that is never held while anything is read or written.
 *
 * <pre>
 *   TRYING ─▶ WAITING (backoff) ─▶ TRYING …
 *      └────▶ ANSWERING ─▶ DONE ◀── timeout, client gone, last failure
 * </pre>
 */
final class ProxyExchange implements UpstreamAttempt.Owner, ResponsePump.Outcome {
    private enum State {
        TRYING,
        WAITING,
        ANSWERING,
        DONE
    }

    private static final HttpField FIRST_ATTEMPT = new HttpField("x-envoy-attempt-count", "1");

    private final ClientExchange exchange;
    private final Cluster cluster;
    private final Clusters clusters;
    private final Scheduler scheduler;
    private final RoutePolicy policy;
    private final Timeouts timeouts;
    private final RetryState retries;
    private final RequestBody body;
    private final @Nullable String upgrade;
    private final @Nullable String cookie;
    private State state = State.WAITING;
    private volatile boolean retrying;
    private @Nullable UpstreamAttempt current;
    private Scheduler.@Nullable Task totalTimer;
    private Scheduler.@Nullable Task tryTimer;

    ProxyExchange(ClientExchange exchange, Cluster cluster, Clusters clusters) {
        this.exchange = exchange;
        this.cluster = cluster;
        this.clusters = clusters;
        this.scheduler = clusters.client().http().getScheduler();
        Route route = exchange.decision().route();
        this.policy = route == null ? RoutePolicy.DEFAULT : route.policy();
        this.timeouts = Timeouts.of(policy, exchange.clientHeaders());
        this.retries = new RetryState(policy.retry());
        this.upgrade = exchange.upgradeProtocol();
        this.cookie = cluster.newCookie(exchange.view());
        boolean http2 = cluster.spec().protocol() == Protocol.HTTP2;
        boolean keeping = retries.mayReplay(exchange.clientHeaders(), http2)
                || !policy.mirrors().isEmpty();
        this.body = new RequestBody(exchange, scheduler, keeping);
    }

    void start() {
        exchange.onComplete(this::onClientComplete);
        if (cookie != null) {
            String field = cluster.setCookie(cookie);
            exchange.onResponse((answered, head) -> head.fields().add("set-cookie", field));
        }
        if (timeouts.total() > 0) {
            body.onEnd(this::startTotalTimer);
        }
        if (upgrade == null && !policy.mirrors().isEmpty()) {
            policy.mirrors().forEach(this::mirror);
        }
        attempt();
    }

    private void mirror(MirrorSpec mirror) {
        boolean drawn = mirror.percent() >= 100 || ThreadLocalRandom.current().nextDouble(100) < mirror.percent();
        Cluster target = drawn ? clusters.find(mirror.cluster()) : null;
        if (target != null && target.spec().unknown() == null) {
            Mirror.send(exchange, target, body, timeouts);
        }
    }

    private void attempt() {
        Endpoint endpoint =
                cluster.pick(new LoadBalancer.Pick(exchange.view(), exchange.peer(), retries.tried(), cookie));
        if (endpoint == null) {
            if (finish()) {
                replyWithoutEndpoint();
            }
            return;
        }
        retries.tried(endpoint);
        UpstreamAttempt attempt = newAttempt(endpoint);
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.TRYING;
            current = attempt;
        }
        attempt.send();
        if (timeouts.perTry() > 0) {
            body.onEnd(() -> startTryTimer(attempt));
        }
    }

    /** A name that nothing defines, and that DNS does not know either, is no destination at all. */
    private void replyWithoutEndpoint() {
        if (cluster.spec().resolution() == Resolution.DNS_UNDEFINED) {
            reply(503, ResponseReason.CLUSTER_NOT_FOUND, "");
        } else {
            reply(503, ResponseReason.NO_HEALTHY_UPSTREAM, "no healthy upstream");
        }
    }

    private UpstreamAttempt newAttempt(Endpoint endpoint) {
        UpstreamRequest request = exchange.upstream();
        request.attempt(endpoint.name());
        boolean first = request.attempts() == 1;
        request.fields()
                .put(
                        first
                                ? FIRST_ATTEMPT
                                : new HttpField("x-envoy-attempt-count", Integer.toString(request.attempts())));
        if (!first) {
            endpoint.retried();
        }
        long expected = timeouts.expected(first ? 0 : (System.nanoTime() - exchange.startNanoTime()) / 1_000_000);
        if (expected > 0) {
            request.fields().put("x-envoy-expected-rq-timeout-ms", Long.toString(expected));
        }
        Lane lane = endpoint.lane(Callers.of(exchange));
        return upgrade == null
                ? new UpstreamAttempt(
                        lane, request, exchange.bodyLength(), null, body.nextAttempt(), body::trailers, this)
                : new UpstreamAttempt(lane, request, 0, upgrade, null, body::trailers, this);
    }

    @Override
    public void onAnswer(UpstreamAttempt attempt, UpstreamAnswer answer, Content.Source source) {
        boolean again = body.canReplay() && retries.wants(answer.status(), answer.fields()) && mayRetry();
        if (!move(attempt, again ? State.WAITING : State.ANSWERING)) {
            attempt.abort(new EofException("answered already"));
        } else if (again) {
            attempt.abort(new EofException("tried again"));
            retry();
        } else {
            answer(attempt, answer, source);
        }
    }

    private void answer(UpstreamAttempt attempt, UpstreamAnswer answer, Content.Source source) {
        exchange.reason(ResponseReason.VIA_UPSTREAM);
        exchange.respond(head(attempt, answer));
        new ResponsePump(exchange, answer, source, this).iterate();
    }

    private static ResponseHead head(UpstreamAttempt attempt, UpstreamAnswer answer) {
        HttpFields.Mutable fields = HttpFields.build(answer.fields().size() + 4);
        HopByHop.copyEndToEnd(answer.fields(), fields);
        fields.put("x-envoy-upstream-service-time", Long.toString(attempt.elapsedMillis()));
        return new ResponseHead(answer.status(), fields);
    }

    @Override
    public void onFailure(UpstreamAttempt attempt, Throwable cause) {
        Throwable clientFailure = body.clientFailure();
        if (clientFailure != null) {
            if (move(attempt, State.DONE)) {
                cancelTimers();
                replyToBrokenRequest(clientFailure);
            }
            return;
        }
        attempt.blame(cause);
        fail(attempt, UpstreamFailure.of(cause, attempt.isConnected()));
    }

    private void fail(UpstreamAttempt attempt, UpstreamFailure failure) {
        boolean again = body.canReplay() && retries.wants(failure, attempt.isSent()) && mayRetry();
        if (!move(attempt, again ? State.WAITING : State.DONE)) {
            return;
        }
        if (again) {
            retry();
        } else {
            cancelTimers();
            int attempts = exchange.upstream().attempts();
            reply(failure.status(), failure.reason(), failure.body(attempts));
        }
    }

    private void replyToBrokenRequest(Throwable cause) {
        if (cause instanceof TimeoutException) {
            reply(408, ResponseReason.BAD_REQUEST, "stream timeout");
        } else if (cause instanceof org.eclipse.jetty.http.HttpException) {
            reply(400, ResponseReason.BAD_REQUEST, "Bad Request");
        } else {
            exchange.reason(ResponseReason.DOWNSTREAM_DISCONNECT);
            exchange.abort(cause);
        }
    }

    /** A request that is tried again counts as such until it ends. */
    private boolean mayRetry() {
        if (!retrying) {
            retrying = cluster.tryRetry();
        }
        return retrying;
    }

    private void retry() {
        scheduler.schedule(this::attempt, retries.take(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onInterim(UpstreamAttempt attempt, int status, HttpFields fields) {
        if (status == 100) {
            // Wanting the body makes the adapter say 100 to a client that waits for it.
            body.proceed();
        } else {
            HttpFields.Mutable passed = HttpFields.build(fields.size());
            HopByHop.copyEndToEnd(fields, passed);
            exchange.interim(status, passed, Callback.NOOP);
        }
    }

    @Override
    public void onUpgrade(UpstreamAttempt attempt, UpstreamAnswer answer, TunnelConnection tunnel) {
        if (upgrade == null) {
            tunnel.abort(new EofException("nobody asked for another protocol"));
            fail(attempt, UpstreamFailure.PROTOCOL);
        } else if (move(attempt, State.DONE)) {
            cancelTimers();
            HttpFields.Mutable fields = HttpFields.build(answer.fields().size() + 4);
            HopByHop.copyEndToEnd(answer.fields(), fields);
            fields.put("connection", "Upgrade");
            fields.put("upgrade", upgrade);
            exchange.reason(ResponseReason.VIA_UPSTREAM);
            exchange.upgrade(new ResponseHead(answer.status(), fields), tunnel);
        } else {
            tunnel.abort(new EofException("too late"));
        }
    }

    @Override
    public void done() {
        UpstreamAttempt attempt = end();
        if (attempt != null && !body.isEnded()) {
            attempt.abort(new EofException("answered before the request was complete"));
        }
    }

    @Override
    public void upstreamFailed(Throwable cause) {
        UpstreamAttempt attempt = end();
        if (attempt != null) {
            attempt.brokeOff();
            exchange.reason(UpstreamFailure.of(cause, true).reason());
            exchange.abort(cause);
            attempt.abort(cause);
        }
    }

    @Override
    public void clientFailed(Throwable cause) {
        UpstreamAttempt attempt = end();
        if (attempt != null) {
            exchange.reason(ResponseReason.DOWNSTREAM_DISCONNECT);
            attempt.abort(cause);
            exchange.abort(cause);
        }
    }

    private void onClientComplete(@Nullable Throwable cause) {
        if (retrying) {
            cluster.endRetry();
        }
        UpstreamAttempt attempt = end();
        if (attempt != null && cause != null) {
            exchange.reason(ResponseReason.DOWNSTREAM_DISCONNECT);
            attempt.abort(cause);
        }
    }

    private void startTotalTimer() {
        synchronized (this) {
            if (state == State.DONE) {
                return;
            }
            totalTimer = scheduler.schedule(this::onTotalTimeout, timeouts.total(), TimeUnit.MILLISECONDS);
        }
    }

    private void startTryTimer(UpstreamAttempt attempt) {
        synchronized (this) {
            if (state == State.TRYING && attempt == current) {
                tryTimer = scheduler.schedule(() -> onTryTimeout(attempt), timeouts.perTry(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void onTotalTimeout() {
        State before;
        UpstreamAttempt attempt;
        synchronized (this) {
            before = state;
            attempt = current;
            state = State.DONE;
        }
        if (before == State.DONE) {
            return;
        }
        TimeoutException cause = new TimeoutException("the route's timeout ran out");
        if (attempt != null) {
            attempt.abort(cause);
        }
        if (before == State.ANSWERING) {
            exchange.reason(ResponseReason.TIMEOUT);
            exchange.abort(cause);
        } else {
            reply(504, ResponseReason.TIMEOUT, "upstream request timeout");
        }
    }

    private void onTryTimeout(UpstreamAttempt attempt) {
        fail(attempt, UpstreamFailure.PER_TRY_TIMEOUT);
        attempt.abort(new TimeoutException("the attempt's timeout ran out"));
    }

    /** Leaves TRYING, if this attempt is still the one that counts. */
    private boolean move(UpstreamAttempt attempt, State next) {
        Scheduler.Task timer;
        synchronized (this) {
            if (state != State.TRYING || current != attempt) {
                return false;
            }
            state = next;
            timer = tryTimer;
            tryTimer = null;
        }
        if (timer != null) {
            timer.cancel();
        }
        return true;
    }

    /** Ends it while no attempt is under way; false when it has ended. */
    private boolean finish() {
        synchronized (this) {
            if (state != State.WAITING) {
                return false;
            }
            state = State.DONE;
        }
        cancelTimers();
        return true;
    }

    /** Ends it from whatever state; gives the last attempt to whoever came first, null to all others. */
    private @Nullable UpstreamAttempt end() {
        UpstreamAttempt attempt;
        synchronized (this) {
            if (state == State.DONE) {
                return null;
            }
            state = State.DONE;
            attempt = current;
        }
        cancelTimers();
        return attempt;
    }

    private void cancelTimers() {
        Scheduler.Task total;
        Scheduler.Task once;
        synchronized (this) {
            total = totalTimer;
            once = tryTimer;
            totalTimer = null;
            tryTimer = null;
        }
        if (total != null) {
            total.cancel();
        }
        if (once != null) {
            once.cancel();
        }
    }

    private void reply(int status, ResponseReason reason, String text) {
        exchange.reply(status, reason, HttpFields.EMPTY, LocalReply.text(text));
    }
}
