package io.gatehouse.jetty.module;

import io.gatehouse.jetty.exchange.GatewayErrorHandler;
import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.route.Snapshots;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The gateway's form of Jetty's own answers on the Gateways' ports; the container's everywhere else. */
final class PortErrorHandler implements Request.Handler {
    private final Request.Handler others;
    private final GatewayErrorHandler gateway;

    PortErrorHandler(Request.@Nullable Handler others, Snapshots snapshots) {
        this.others = others == null ? new ErrorHandler() : others;
        this.gateway = new GatewayErrorHandler(snapshots);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean ours = request.getConnectionMetaData().getConnector() instanceof ListenerKeyed;
        return ours ? gateway.handle(request, response, callback) : others.handle(request, response, callback);
    }
}
