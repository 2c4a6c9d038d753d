package io.gatehouse.hosted;

import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.control.ControlLoop;
import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.route.Snapshots;
import io.gatehouse.servlet.GatewayServlets;
import io.gatehouse.source.DirectorySource;
import io.gatehouse.telemetry.AccessLog;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.telemetry.ResponseReason;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Clusters;
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
    private final ExchangeRecorder recorder;
    private final @Nullable AccessLog accessLog;
    private volatile @Nullable UpstreamSide upstreams;

    /** A gateway that writes its own access log, if it is to; it has yet to be started. */
    public HostedGateway(HostedConfig config) {
        this(config, accessLog(config));
    }

    private HostedGateway(HostedConfig config, @Nullable AccessLog accessLog) {
        this(config, accessLog == null ? ExchangeRecorder.OFF : new ExchangeRecorder(accessLog), accessLog);
    }

    /** A gateway whose host is told of each exchange; it has yet to be started, but can be joined already. */
    public HostedGateway(HostedConfig config, ExchangeRecorder recorder) {
        this(config, recorder, null);
    }

    private HostedGateway(HostedConfig config, ExchangeRecorder recorder, @Nullable AccessLog accessLog) {
        this.config = config;
        this.recorder = recorder;
        this.accessLog = accessLog;
        SnapshotCompiler compiler = new SnapshotCompiler(config.compileOptions());
        this.control = new ControlLoop(
                List.of(new DirectorySource(config.config())),
                new RepeatedValidation(Validator.standard())::validate,
                compiler::compile,
                snapshots);
    }

    private static @Nullable AccessLog accessLog(HostedConfig config) {
        AccessLogOutput output = AccessLogOutput.named(config.accessLog());
        return output == null ? null : new AccessLog(output);
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
        Clusters live = clusters();
        return live == null ? null : live.find(name);
    }

    /** Its live clusters; null before it has started. */
    public @Nullable Clusters clusters() {
        UpstreamSide side = upstreams;
        return side == null ? null : side.clusters();
    }

    /** Its control side. */
    public ControlLoop control() {
        return control;
    }

    /** The filters, ending in the proxy. */
    public ExchangeChain chain() {
        return ExchangeChain.of(filters, this::proxy);
    }

    /** Serves a web application's requests, while that starts. */
    public void register(ServletContext context) {
        GatewayServlets.register(context, snapshots, filters, this::proxy, recorder);
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
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
