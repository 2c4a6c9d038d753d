package io.gatehouse.jetty.admin;

import io.gatehouse.control.ControlLoop;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.route.Snapshots;
import io.gatehouse.source.ConfigSource;
import io.gatehouse.telemetry.AccessLog;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.telemetry.ConnectionMeters;
import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.telemetry.Metrics;
import io.gatehouse.telemetry.RequestSink;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.UpstreamMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/** What is written down of requests and of the gateway itself: metrics for the admin server, and the access log. */
public final class Telemetry implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Metrics metrics = new Metrics(registry);
    private final JvmMeters jvm = new JvmMeters(registry);
    private final ConnectionMeters connections;
    private final @Nullable AccessLog accessLog;
    private volatile @Nullable UpstreamMeters upstreams;

    /** Writes down nothing yet; null for no access log. */
    public Telemetry(@Nullable AccessLogOutput output) {
        AccessLog log = output == null ? null : new AccessLog(output);
        accessLog = log;
        connections = new ConnectionMeters(registry, log == null ? session -> {} : log::ended);
        if (accessLog != null) {
            FunctionCounter.builder("gatehouse.accesslog.dropped", accessLog, AccessLog::dropped)
                    .description("Access log lines that could not be written")
                    .register(registry);
        }
    }

    /** Is to be told of each exchange. */
    public ExchangeRecorder recorder() {
        RequestSink sink = metrics;
        return new ExchangeRecorder(accessLog == null ? sink : sink.and(accessLog));
    }

    /** Who hears of connections that are no requests. */
    public ConnectionSink connections() {
        return connections;
    }

    /** Adds the meters of a source. */
    public void observe(ConfigSource source) {
        source.bindTo(registry);
    }

    /** Adds the meters of the control side and of the listeners. */
    public void observe(Snapshots snapshots, ControlLoop control, Listeners listeners) {
        snapshots.observe(metrics);
        snapshots.observe(connections);
        FunctionCounter.builder(
                        "gatehouse.config.readings",
                        control,
                        loop -> loop.status().readings())
                .description("Readings of the configuration")
                .register(registry);
        FunctionCounter.builder(
                        "gatehouse.config.snapshots",
                        control,
                        loop -> loop.status().snapshots())
                .description("Readings that changed what is served")
                .register(registry);
        gauge(
                "gatehouse.config.errors",
                "Errors in the configuration as last read",
                control,
                loop -> loop.status().errors());
        gauge(
                "gatehouse.config.warnings",
                "Warnings about the configuration as last read",
                control,
                loop -> loop.status().warnings());
        gauge(
                "gatehouse.config.kept",
                "Resources whose last good version goes on",
                control,
                loop -> loop.status().kept().size());
        gauge(
                "gatehouse.config.resources",
                "Resources that are served",
                control,
                loop -> loop.status().resources());
        for (ListenerState.Phase phase : ListenerState.Phase.values()) {
            Gauge.builder(
                            "gatehouse.listeners",
                            listeners,
                            all -> all.states().stream()
                                    .filter(state -> state.phase() == phase)
                                    .count())
                    .description("Listeners by phase")
                    .tag("phase", phase.name().toLowerCase(java.util.Locale.ROOT))
                    .register(registry);
        }
    }

    private void gauge(
            String name, String description, ControlLoop control, java.util.function.ToDoubleFunction<ControlLoop> of) {
        Gauge.builder(name, control, of).description(description).register(registry);
    }

    /** Adds the meters of the live clusters. */
    public void observe(Clusters clusters) {
        upstreams = new UpstreamMeters(registry, clusters);
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        jvm.start();
        UpstreamMeters live = upstreams;
        if (live != null) {
            live.update();
        }
        return registry.scrape();
    }

    /** Writes what waits. */
    @Override
    public void close() throws InterruptedException {
        if (accessLog != null) {
            accessLog.close();
        }
        jvm.close();
        registry.close();
    }
}
