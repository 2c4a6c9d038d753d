package io.gatehouse.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The timers of one route, one a class of status, made when first needed. */
final class RouteMeters {
    /** Bounds of the histogram's buckets. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Metrics.RouteKey key;
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(StatusClass.values().length);

    RouteMeters(MeterRegistry registry, Metrics.RouteKey key) {
        this.registry = registry;
        this.key = key;
    }

    void count(int status, long durationNanos) {
        StatusClass kind = StatusClass.of(status);
        Timer timer = timers.get(kind.ordinal());
        if (timer == null) {
            // Registering twice gives the same timer
            timer = Timer.builder("gatehouse.requests")
                    .description("Requests, from their head to the end of the answer")
                    .tag(
                            "listener",
                            key.listener() == null ? "" : key.listener().toString())
                    .tag("virtual_service", key.virtualService())
                    .tag("route", key.route())
                    .tag("status", kind.label())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
            timers.set(kind.ordinal(), timer);
        }
        timer.record(durationNanos, TimeUnit.NANOSECONDS);
    }

    void remove(MeterRegistry from) {
        for (int i = 0; i < timers.length(); i++) {
            Timer timer = timers.get(i);
            if (timer != null) {
                from.remove(timer);
            }
        }
    }
}
