package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.HealthCheckSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the endpoints of a cluster from time to time whether they are well. It has connections of its own, so that the
 * cluster's limits neither hold it up nor count it. Nothing waits: no thread belongs to it.
 */
final class HealthChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
    private static final String AGENT = "gatehouse-health-check";

    private final String cluster;
    private final HealthCheckSpec spec;
    private final ClusterCalls calls;
    private final HttpClient client;
    private final Map<Endpoint, Check> checks = new HashMap<>();
    private volatile Runnable changed = () -> {};
    private boolean closed;

    /** What the checks of an endpoint have shown. */
    enum Verdict {
        /** It was not asked yet: it is used, until its first check fails. */
        UNKNOWN,
        WELL,
        UNWELL
    }

    HealthChecks(String cluster, HealthCheckSpec spec, ClusterCalls calls, HttpClient client) {
        this.cluster = cluster;
        this.spec = spec;
        this.calls = calls.forChecks(spec.timeout());
        this.client = client;
    }

    /** Whom to tell that endpoints are to be left out or used again. */
    void observe(Runnable observer) {
        changed = observer;
    }

    /** Asks these endpoints, and no others any more. */
    synchronized void follow(List<Endpoint> endpoints) {
        checks.entrySet().removeIf(entry -> {
            boolean gone = !endpoints.contains(entry.getKey());
            if (gone) {
                entry.getValue().end();
            }
            return gone;
        });
        if (!closed) {
            endpoints.forEach(endpoint -> checks.computeIfAbsent(endpoint, Check::new));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        checks.values().forEach(Check::end);
        checks.clear();
    }

    /** The checks of one endpoint, one after the other. */
    private final class Check {
        private final Endpoint endpoint;
        private final Lane lane;
        private int passed;
        private int failed;
        private boolean ended;
        private Scheduler.@Nullable Task next;
        private Scheduler.@Nullable Task deadline;

        Check(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.lane = endpoint.checkLane(calls, spec.host());
            // What was asked before a policy changed can wait for its turn
            boolean first = endpoint.verdict() == Verdict.UNKNOWN;
            long interval = spec.interval().toMillis();
            schedule(first ? 0 : ThreadLocalRandom.current().nextLong(interval + 1));
        }

        private synchronized void schedule(long millis) {
            if (!ended) {
                next = client.getScheduler().schedule(this::ask, millis, TimeUnit.MILLISECONDS);
            }
        }

        private void ask() {
            Request request = client.newRequest(endpoint.uri())
                    .path(spec.path())
                    .headers(fields -> fields.put(HttpHeader.HOST, spec.host()).put(HttpHeader.USER_AGENT, AGENT));
            if (lane.protocol() == Protocol.HTTP2) {
                request.version(HttpVersion.HTTP_2).host(spec.host()).port(-1);
                request.headers(fields -> fields.remove(HttpHeader.HOST));
            }
            synchronized (this) {
                if (ended) {
                    return;
                }
                deadline = client.getScheduler()
                        .schedule(
                                () -> request.abort(new TimeoutException("not answered in time")),
                                spec.timeout().toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            lane.destination().send(request, this::answered);
        }

        private void answered(Result result) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                if (deadline != null) {
                    deadline.cancel();
                }
            }
            boolean well = result.isSucceeded()
                    && spec.expectedStatuses().contains(result.getResponse().getStatus());
            if (!well) {
                endpoint.failedCheck(problem(result));
            }
            judge(well, result);
            schedule(pause());
        }

        /** Answers come one at a time. */
        private void judge(boolean well, Result result) {
            passed = well ? passed + 1 : 0;
            failed = well ? 0 : failed + 1;
            Verdict before = endpoint.verdict();
            boolean enough = before == Verdict.UNKNOWN
                    || (well ? passed >= spec.healthyThreshold() : failed >= spec.unhealthyThreshold());
            Verdict now = well ? Verdict.WELL : Verdict.UNWELL;
            if (before == now || !enough) {
                return;
            }
            endpoint.judged(now);
            changed.run();
            if (now == Verdict.UNWELL) {
                LOG.warn(
                        "Endpoint fails its health checks: cluster={} endpoint={} problem={}",
                        cluster,
                        endpoint.name(),
                        problem(result));
            } else if (before == Verdict.UNWELL) {
                LOG.info("Endpoint passes its health checks again: cluster={} endpoint={}", cluster, endpoint.name());
            }
        }

        private static String problem(Result result) {
            return result.isFailed()
                    ? String.valueOf(result.getFailure())
                    : "status " + result.getResponse().getStatus();
        }

        private long pause() {
            long interval = spec.interval().toMillis();
            long jitter = interval * spec.jitterPercent() / 100;
            return interval - jitter / 2 + ThreadLocalRandom.current().nextLong(jitter + 1);
        }

        private synchronized void end() {
            ended = true;
            if (next != null) {
                next.cancel();
            }
            if (deadline != null) {
                deadline.cancel();
            }
            endpoint.removeLater(lane);
        }
    }
}
