package io.gatehouse.upstream;

import io.gatehouse.route.OutlierSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves endpoints of a cluster out for a while when they fail too often in a row ({@code outlierDetection}). */
final class OutlierDetector {
    private static final Logger LOG = LoggerFactory.getLogger(OutlierDetector.class);

    /** Envoy's {@code max_ejection_time}. */
    private static final Duration MAX_EJECTION = Duration.ofSeconds(300);

    private static final int FIRST_5XX = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final String cluster;
    private final OutlierSpec spec;
    private final Tally tally;
    /** Ejections end when an interval does, as in Envoy. */
    private final long startNanoTime = System.nanoTime();

    private volatile Supplier<List<Endpoint>> members = List::of;
    private volatile Runnable changed = () -> {};

    OutlierDetector(String cluster, OutlierSpec spec, Tally tally) {
        this.tally = tally;
        this.cluster = cluster;
        this.spec = spec;
    }

    /** Whose endpoints they are, and whom to tell of an ejection. */
    void observe(Supplier<List<Endpoint>> all, Runnable observer) {
        members = all;
        changed = observer;
    }

    int minHealthPercent() {
        return spec.minHealthPercent();
    }

    /** An endpoint answered; a gRPC answer without messages counts by its {@code grpc-status}. */
    void answered(Endpoint endpoint, int answer, HttpFields fields) {
        int status = GrpcAnswers.httpStatus(answer, fields);
        Health health = endpoint.health();
        boolean gateway = status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT;
        boolean bad = spec.errorStatuses().isEmpty()
                ? status >= FIRST_5XX
                : spec.errorStatuses().contains(status);
        count(endpoint, health.consecutive5xx, bad, spec.consecutive5xx());
        count(endpoint, health.consecutiveGateway, gateway, spec.consecutiveGatewayErrors());
        if (spec.splitLocalOrigin()) {
            health.consecutiveLocal.set(0);
        }
    }

    /** An endpoint could not be reached, or broke off before it answered. */
    void failed(Endpoint endpoint) {
        Health health = endpoint.health();
        if (spec.splitLocalOrigin()) {
            count(endpoint, health.consecutiveLocal, true, spec.consecutiveLocalOrigin());
        } else {
            // As if it had answered 503
            count(endpoint, health.consecutive5xx, true, spec.consecutive5xx());
            count(endpoint, health.consecutiveGateway, true, spec.consecutiveGatewayErrors());
        }
    }

    /** An endpoint broke off in the middle of an answer: such answers are no success, whatever their status. */
    void brokeOff(Endpoint endpoint) {
        int limit = spec.splitLocalOrigin() ? spec.consecutiveLocalOrigin() : spec.consecutive5xx();
        count(endpoint, endpoint.health().consecutiveBroken, true, limit);
    }

    /** An endpoint sent an answer to its end. */
    void completed(Endpoint endpoint) {
        count(endpoint, endpoint.health().consecutiveBroken, false, 0);
    }

    private void count(Endpoint endpoint, AtomicInteger counter, boolean bad, int limit) {
        if (!bad) {
            if (counter.get() != 0) {
                counter.set(0);
            }
        } else if (counter.incrementAndGet() >= limit && limit > 0) {
            eject(endpoint);
        }
    }

    private synchronized void eject(Endpoint endpoint) {
        long now = System.nanoTime();
        List<Endpoint> all = members.get();
        long out = all.stream().filter(each -> each.health().isEjected(now)).count();
        if (endpoint.health().isEjected(now) || (out + 1) * 100 > (long) spec.maxEjectionPercent() * all.size()) {
            return;
        }
        long nanos = endpoint.health()
                .eject(
                        now,
                        spec.baseEjectionTime().toNanos(),
                        MAX_EJECTION.toNanos(),
                        startNanoTime,
                        spec.interval().toNanos());
        tally.ejections.increment();
        changed.run();
        LOG.warn(
                "Endpoint ejected: cluster={} endpoint={} seconds={}",
                cluster,
                endpoint.name(),
                Duration.ofNanos(nanos).toSeconds());
    }
}
