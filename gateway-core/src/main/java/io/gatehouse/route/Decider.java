package io.gatehouse.route;

import io.gatehouse.route.Decision.Outcome;
import io.gatehouse.route.ListenerTable.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The one matcher: listener, server by SNI, virtual host by Host, then the first route that matches. What is on a TLS
 * listener must be asked for under the server name of its own connection (RFC 9110 §15.5.20).
 */
final class Decider {
    private Decider() {}

    static Decision decide(ListenerTable listeners, RequestView request, DecisionTrace trace) {
        String host = HostName.of(request.authority());
        ListenerKey key = request.listener();
        Entry entry = key == null ? foreign(listeners, request, host) : listeners.find(key);
        if (trace.isOn()) {
            listeners.entries().forEach(each -> trace.listener(each.listener(), each == entry));
        }
        if (entry == null) {
            return new Decision(Outcome.NO_LISTENER, null, null, null, null);
        }
        return entry.isTls()
                ? onTls(entry, request, host, trace)
                : route(entry, null, entry.listener().routes(), request, host, trace);
    }

    private static Decision onTls(Entry entry, RequestView request, String host, DecisionTrace trace) {
        ServerSpec owner = entry.server(host);
        // A connector that is not ours has chosen its certificate itself and may not tell for which name
        boolean anyName = request.listener() == null && request.sni() == null;
        ServerSpec server = anyName ? owner : entry.server(request.sni());
        if (trace.isOn()) {
            ServerSpec chosen = server;
            entry.listener().servers().forEach(each -> trace.server(each, each == chosen));
        }
        if (server == null) {
            return new Decision(Outcome.NO_LISTENER, entry.listener(), null, null, null);
        }
        if (owner != null && owner != server) {
            return new Decision(Outcome.MISDIRECTED, entry.listener(), server, null, null);
        }
        return route(entry, server, server.routes(), request, host, trace);
    }

    private static Decision route(
            Entry entry,
            @Nullable ServerSpec server,
            RouteTable table,
            RequestView request,
            String host,
            DecisionTrace trace) {
        ListenerSpec listener = entry.listener();
        VirtualHost found = table.find(host);
        if (trace.isOn()) {
            table.virtualHosts().forEach(each -> trace.virtualHost(each, each == found));
        }
        if (found == null) {
            return new Decision(Outcome.NO_VIRTUAL_HOST, listener, server, null, null);
        }
        if (found.httpsRedirect() && !request.scheme().equals("https")) {
            return new Decision(Outcome.HTTPS_REDIRECT, listener, server, found, null);
        }
        Route route = found.route(request, trace);
        return new Decision(route == null ? Outcome.NO_ROUTE : Outcome.ROUTED, listener, server, found, route);
    }

    /**
     * The listener for a connection that somebody else accepted: the one of its port, else the first of its kind that
     * knows the host.
     */
    private static @Nullable Entry foreign(ListenerTable listeners, RequestView request, String host) {
        boolean tls = request.scheme().equals("https");
        for (Entry entry : listeners.entries()) {
            int port = request.localPort();
            ListenerSpec listener = entry.listener();
            if (isHttp(entry, tls) && (listener.key().port() == port || listener.gatewayPort() == port)) {
                return entry;
            }
        }
        for (Entry entry : listeners.entries()) {
            if (isHttp(entry, tls) && knows(entry, host)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isHttp(Entry entry, boolean tls) {
        return entry.listener().protocol() == (tls ? ListenerSpec.Protocol.TLS : ListenerSpec.Protocol.HTTP);
    }

    private static boolean knows(Entry entry, String host) {
        if (!entry.isTls()) {
            return entry.listener().routes().find(host) != null;
        }
        ServerSpec server = entry.server(host);
        return server != null && server.routes().find(host) != null;
    }
}
