package io.gatehouse.hosted;

import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.control.ControlLoop;
import io.gatehouse.control.ControlStatus;
import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.route.Snapshots;
import io.gatehouse.servlet.GatewayServlets;
import io.gatehouse.source.DirectorySource;
import io.gatehouse.telemetry.ResponseReason;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.validate.RepeatedValidation;
import io.gatehouse.validate.Validator;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * A gateway without ports: control side, filters and upstreams, for a host that brings the requests.
 *
 * <pre>
 *   host's connector ──▶ servlets of {@link #register} ──▶ upstreams
 *                             ▲ Snapshots ◀── control ◀── configuration directory
 * </pre>
 *
 * It keeps nothing of the web applications that join it, so that they can come and go; {@link #close} ends every thread
 * and watch.
 */
public final class HostedGateway implements AutoCloseable {
    /** How long the first reading of the configuration may hold up the host's start. */
    private static final Duration FIRST_READING = Duration.ofSeconds(10);

    private final HostedConfig config;
    private final Snapshots snapshots = new Snapshots();
    private final List<ExchangeFilter> filters = FilterOrder.filters();
    private final ControlLoop control;
    private volatile @Nullable UpstreamSide upstreams;

    /** A gateway that has yet to be started; it can be joined already. */
    public HostedGateway(HostedConfig config) {
        this.config = config;
        SnapshotCompiler compiler = new SnapshotCompiler(config.compileOptions());
        this.control = new ControlLoop(
                List.of(new DirectorySource(config.config())),
                new RepeatedValidation(Validator.standard())::validate,
                compiler::compile,
                snapshots);
    }

    /** Starts it; returns when the configuration has been read. */
    public void start() throws Exception {
        upstreams = UpstreamSide.start(snapshots, config.dns());
        control.start(FIRST_READING);
    }

    /** What it is told. */
    public HostedConfig config() {
        return config;
    }

    /** What it serves. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** The live cluster of a name, where a port joins raw connections; null when there is none. */
    public @Nullable Cluster cluster(String name) {
        UpstreamSide side = upstreams;
        return side == null ? null : side.clusters().find(name);
    }

    /** How its configuration stands. */
    public ControlStatus status() {
        return control.status();
    }

    /** The filters, ending in the proxy. */
    public ExchangeChain chain() {
        return ExchangeChain.of(filters, this::proxy);
    }

    /** Serves a web application's requests, while that starts. */
    public void register(ServletContext context) {
        GatewayServlets.register(context, snapshots, filters, this::proxy);
    }

    private void proxy(ClientExchange exchange) {
        UpstreamSide side = upstreams;
        if (side == null) {
            exchange.reply(503, ResponseReason.NO_HEALTHY_UPSTREAM, HttpFields.EMPTY, new byte[0]);
        } else {
            side.engine().proceed(exchange);
        }
    }

    @Override
    public void close() throws Exception {
        control.close();
        UpstreamSide side = upstreams;
        upstreams = null;
        if (side != null) {
            side.close();
        }
    }
}
