package io.gatehouse.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The counters of one cluster's TCP connections. */
final class TcpMeters implements ConnectionSink.Traffic {
    private final MeterRegistry registry;
    private final String cluster;
    private final AtomicInteger active = new AtomicInteger();
    private final Gauge gauge;
    private final Counter received;
    private final Counter sent;
    private final Map<SessionEnd, Counter> ends = new ConcurrentHashMap<>();

    TcpMeters(MeterRegistry registry, String cluster) {
        this.registry = registry;
        this.cluster = cluster;
        this.gauge = Gauge.builder("gatehouse.tcp.active", active, AtomicInteger::get)
                .description("TCP connections that are being served")
                .tag("cluster", cluster)
                .register(registry);
        this.received = bytes("received", "Bytes from clients of TCP routes");
        this.sent = bytes("sent", "Bytes to clients of TCP routes");
    }

    private Counter bytes(String way, String description) {
        return Counter.builder("gatehouse.tcp." + way)
                .description(description)
                .baseUnit("bytes")
                .tag("cluster", cluster)
                .register(registry);
    }

    void started() {
        active.incrementAndGet();
    }

    @Override
    public void received(long bytes) {
        received.increment(bytes);
    }

    @Override
    public void sent(long bytes) {
        sent.increment(bytes);
    }

    @Override
    public void ended() {
        active.decrementAndGet();
    }

    void count(SessionEnd end) {
        ends.computeIfAbsent(end, this::counter).increment();
    }

    private Counter counter(SessionEnd end) {
        return Counter.builder("gatehouse.tcp.connections")
                .description("TCP connections that ended, or led nowhere")
                .tag("cluster", cluster)
                .tag("flag", end.flag())
                .tag("detail", end.detail())
                .register(registry);
    }

    boolean isIdle() {
        return active.get() == 0;
    }

    void remove() {
        List<Meter> all = new ArrayList<>(ends.values());
        all.addAll(List.of(gauge, received, sent));
        all.forEach(registry::remove);
    }
}
