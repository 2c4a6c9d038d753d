package io.gatehouse.jetty.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import org.jspecify.annotations.Nullable;

/** The meters of the JVM. They wake JMX, a tenth of the time to start, so they begin with the first who looks. */
final class JvmMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private @Nullable JvmGcMetrics collections;

    JvmMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Adds them to the registry, once. */
    synchronized void start() {
        if (collections != null) {
            return;
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections = new JvmGcMetrics();
        collections.bindTo(registry);
    }

    @Override
    public synchronized void close() {
        if (collections != null) {
            collections.close();
        }
    }
}
