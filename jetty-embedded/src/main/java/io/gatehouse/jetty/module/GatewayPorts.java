package io.gatehouse.jetty.module;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.jetty.exchange.ConnectionMarks;
import io.gatehouse.jetty.exchange.GatewayHandler;
import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.route.Snapshots;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the container's handlers, and parts the Gateways' ports from the container's own: on the former
 * only the gateway answers, never another web application of the server.
 *
 * <pre>
 *   GatewayPorts ─┬─ a Gateway's port ──▶ context of gateway.war; the core adapter, where a servlet can't
 *                 └─ any other ─────────▶ the container's handlers, gateway.war among them
 * </pre>
 */
final class GatewayPorts extends Handler.Wrapper {
    /** The context attribute by which gateway.war says that it serves. */
    static final String SERVES_GATEWAY = "io.gatehouse.serves";

    private final GatewayHandler core;
    private final boolean always;
    private final NoWebApplication none;
    private volatile @Nullable ContextHandler application;

    /**
     * A handler to be put in front of all others.
     *
     * @param recorder is told of what the core adapter serves
     * @param always whether the core adapter serves the Gateways' ports by itself
     */
    GatewayPorts(Snapshots snapshots, ExchangeChain chain, ExchangeRecorder recorder, boolean always) {
        this.core = new GatewayHandler(snapshots, chain, recorder);
        this.always = always;
        this.none = new NoWebApplication(snapshots);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(request.getConnectionMetaData().getConnector() instanceof ListenerKeyed port)) {
            return super.handle(request, response, callback);
        }
        if (always) {
            return core.handle(request, response, callback);
        }
        ContextHandler context = application();
        if (context != null && ConnectionMarks.isBeyondServlets(request)) {
            return core.handle(request, response, callback);
        }
        ConnectionMarks.set(request, port);
        return context != null && context.handle(request, response, callback)
                || none.handle(request, response, callback);
    }

    /** Whether somebody answers: without gateway.war, only the core adapter does. */
    boolean isAnswered() {
        return always || application() != null;
    }

    /** The context of gateway.war; the newest, when one replaces another. */
    private @Nullable ContextHandler application() {
        ContextHandler known = application;
        if (known == null || !serves(known)) {
            known = null;
            for (ContextHandler context : getServer().getDescendants(ContextHandler.class)) {
                known = serves(context) ? context : known;
            }
            application = known;
        }
        return known;
    }

    static boolean serves(ContextHandler context) {
        return context.isStarted() && context.getContext().getAttribute(SERVES_GATEWAY) != null;
    }
}
