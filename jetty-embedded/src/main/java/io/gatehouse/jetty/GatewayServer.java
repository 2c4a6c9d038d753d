package io.gatehouse.jetty;

import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.control.ControlLoop;
import io.gatehouse.control.ControlStatus;
import io.gatehouse.jetty.admin.AdminServer;
import io.gatehouse.jetty.admin.AdminState;
import io.gatehouse.jetty.admin.Telemetry;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.source.ConfigSource;
import io.gatehouse.source.DirectorySource;
import io.gatehouse.source.TextSource;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.validate.RepeatedValidation;
import io.gatehouse.validate.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway, for a program or a JUnit test:
 *
 * <pre>{@code
 * try (var gateway = GatewayConfig.yaml(yaml).ephemeralPorts().start()) {
 *     gateway.awaitReady(Duration.ofSeconds(10));
 *     client.GET("http://localhost:" + gateway.port("http") + "/status/200");
 * }
 * }</pre>
 *
 * What is wrong with the configuration never keeps it from running: see {@link #diagnostics}. All methods may be called
 * from any thread.
 */
public final class GatewayServer implements AdminState, AutoCloseable {
    /** How a text is named in findings, in place of a file. */
    public static final String TEXT = "config.yaml";
    /** How long the first reading of a directory may take before the gateway goes on without it. */
    private static final Duration FIRST_READING = Duration.ofSeconds(10);

    private final Snapshots snapshots;
    private final DataPlane dataPlane;
    private final Telemetry telemetry;
    private final @Nullable TextSource text;
    private final ControlLoop control;
    private final Duration drainTimeout;
    private final @Nullable AdminServer admin;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean draining;

    private GatewayServer(GatewayConfig config) {
        snapshots = new Snapshots();
        telemetry = new Telemetry(config.accessLog());
        dataPlane = new DataPlane(config, snapshots, telemetry.recorder(), telemetry.connections(), telemetry::observe);
        text = config.yaml() == null ? null : new TextSource(TEXT, config.yaml());
        List<ConfigSource> sources = new ArrayList<>();
        if (!config.paths().isEmpty()) {
            sources.add(new DirectorySource(config.paths()));
        }
        if (text != null) {
            sources.add(text);
        }
        sources.addAll(config.sources());
        SnapshotCompiler compiler = new SnapshotCompiler(config.compileOptions());
        control = new ControlLoop(
                sources, new RepeatedValidation(Validator.standard())::validate, compiler::compile, snapshots);
        telemetry.observe(snapshots, control, dataPlane.listeners());
        sources.forEach(telemetry::observe);
        drainTimeout = config.drainTimeout();
        admin = config.admin() == null ? null : new AdminServer(config.admin(), this);
    }

    /**
     * Starts a gateway. Returns when the configuration has been read, and every port has been opened or has failed to:
     * {@link #listeners} and {@link #diagnostics} tell how it went.
     *
     * @throws Exception when the gateway itself can't start, never for what the configuration says
     */
    public static GatewayServer start(GatewayConfig config) throws Exception {
        GatewayServer gateway = new GatewayServer(config);
        try {
            gateway.dataPlane.start();
            if (gateway.admin != null) {
                gateway.admin.start();
            }
            gateway.control.start(FIRST_READING);
        } catch (Exception e) {
            gateway.close(Duration.ZERO);
            throw e;
        }
        return gateway;
    }

    /**
     * The open port of a Gateway's server.
     *
     * @param server the server's name: {@code servers[].name}, else {@code servers[].port.name}
     * @throws IllegalStateException when no open port has that server; the message says why
     */
    public int port(String server) {
        return dataPlane
                .listeners()
                .port(server)
                .orElseThrow(() -> new IllegalStateException(
                        "no open port has a server named \"" + server + "\": " + listeners() + " " + diagnostics()));
    }

    /** How each port does. */
    @Override
    public List<ListenerState> listeners() {
        return dataPlane.listeners().states();
    }

    /** The port of the admin server, if there is one. */
    public OptionalInt admin() {
        return admin == null ? OptionalInt.empty() : OptionalInt.of(admin.port());
    }

    /** Whether every port that the configuration wants is open, and the gateway is not about to end. */
    @Override
    public boolean isReady() {
        return !draining
                && control.isComplete()
                && control.status().snapshots() > 0
                && listeners().stream().allMatch(state -> state.phase() == ListenerState.Phase.SERVING);
    }

    /**
     * Waits until {@link #isReady}.
     *
     * @throws TimeoutException when it still isn't; the message says what is missing
     */
    public void awaitReady(Duration longest) throws TimeoutException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!isReady()) {
            if (System.nanoTime() - end > 0) {
                throw new TimeoutException("not ready after " + longest + ": " + listeners() + " " + diagnostics());
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /**
     * Replaces the resources that were given as text. Returns when the new ones are served.
     *
     * @return all findings about the configuration; a resource with an error keeps its last good version
     * @throws IllegalStateException when the gateway was started without a text
     */
    public List<Diagnostic> config(String yaml) throws InterruptedException {
        if (text == null) {
            throw new IllegalStateException("started without a text: GatewayConfig.yaml");
        }
        text.replace(yaml);
        control.settle();
        return diagnostics();
    }

    /** All findings about the configuration as it was last read. */
    public List<Diagnostic> diagnostics() {
        return control.status().diagnostics();
    }

    /** How the configuration stands. */
    @Override
    public ControlStatus status() {
        return control.status();
    }

    /** What is served now. */
    @Override
    public Snapshot snapshot() {
        return snapshots.current();
    }

    /** Where it is served from, live. */
    @Override
    public Collection<Cluster> clusters() {
        return dataPlane.clusters();
    }

    @Override
    public String metrics() {
        return telemetry.scrape();
    }

    /**
     * Refuses new connections, lets requests in flight finish within the drain timeout, then ends everything. Doing so
     * again has no effect.
     */
    @Override
    public void close() throws Exception {
        close(drainTimeout);
    }

    private void close(Duration limit) throws Exception {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        draining = true;
        control.close();
        dataPlane.close(limit);
        telemetry.close();
        if (admin != null) {
            admin.close();
        }
    }
}
