package io.gatehouse.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The counters of one cluster. */
final class ClusterMeters {
    private final MeterRegistry registry;
    private final String cluster;
    private final AtomicReferenceArray<Counter> requests = new AtomicReferenceArray<>(StatusClass.values().length);
    private final Counter retries;

    ClusterMeters(MeterRegistry registry, String cluster) {
        this.registry = registry;
        this.cluster = cluster;
        this.retries = Counter.builder("gatehouse.upstream.retries")
                .description("Attempts after the first")
                .tag("cluster", cluster)
                .register(registry);
    }

    void count(int status, int attempts) {
        StatusClass kind = StatusClass.of(status);
        Counter counter = requests.get(kind.ordinal());
        if (counter == null) {
            // Registering twice gives the same counter
            counter = Counter.builder("gatehouse.upstream.requests")
                    .description("Requests that went to a cluster, by what the client was answered")
                    .tag("cluster", cluster)
                    .tag("status", kind.label())
                    .register(registry);
            requests.set(kind.ordinal(), counter);
        }
        counter.increment();
        if (attempts > 1) {
            retries.increment(attempts - 1);
        }
    }

    void remove(MeterRegistry from) {
        from.remove(retries);
        for (int i = 0; i < requests.length(); i++) {
            Counter counter = requests.get(i);
            if (counter != null) {
                from.remove(counter);
            }
        }
    }
}
