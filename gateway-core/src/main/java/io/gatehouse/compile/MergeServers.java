package io.gatehouse.compile;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.ServerTls;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Puts the servers of all Gateways onto ports, as Istio does: clear-text HTTP servers of one port become one, TLS
 * servers are told apart by SNI, and everything else belongs to the first, that is the oldest, Gateway.
 */
final class MergeServers implements CompileStep {
    private static final String ALL_INTERFACES = "0.0.0.0";

    @Override
    public void run(Compilation compilation) {
        ListeningPorts ports = new ListeningPorts(compilation.resources, compilation.options);
        Map<ListenerKey, MergedListener> listeners = new LinkedHashMap<>();
        Map<Gateway, List<GatewayServer>> servers = new IdentityHashMap<>();
        for (Gateway gateway : compilation.gateways) {
            List<GatewayServer> known = compilation.memory.servers.get(gateway);
            servers.put(gateway, known == null ? GatewayServer.of(gateway) : known);
        }
        compilation.memory.servers = servers;
        for (Gateway gateway : compilation.gateways) {
            for (GatewayServer server : servers.getOrDefault(gateway, List.of())) {
                if (canOpen(server, compilation)) {
                    merge(server, key(server, ports, compilation), listeners, compilation);
                }
            }
        }
        compilation.listeners = List.copyOf(listeners.values());
    }

    private static boolean canOpen(GatewayServer server, Compilation compilation) {
        String bind = server.server().bind();
        if (bind != null && bind.startsWith("unix://")) {
            String problem = "unix sockets are not opened; the server is left out";
            compilation.report(server.finding(CompileFinding.UNIX_BIND_UNSERVED, ".bind", problem, null));
            return false;
        }
        ServerTls tls = server.tls();
        ServerTls.Mode mode = tls == null || server.isPlainHttp() ? null : tls.effectiveMode();
        // Both need a mesh: its certificates, or the server names of its other clusters. The validator warns of them
        return mode != ServerTls.Mode.ISTIO_MUTUAL && mode != ServerTls.Mode.AUTO_PASSTHROUGH;
    }

    private static ListenerKey key(GatewayServer server, ListeningPorts ports, Compilation compilation) {
        String bind = server.server().bind();
        OptionalInt port = ports.of(server.port());
        if (port.isEmpty()) {
            String problem = "the Service names its targetPort and nothing says its number; " + server.port()
                    + " is opened itself";
            compilation.report(server.finding(CompileFinding.NAMED_TARGET_PORT, ".port.number", problem, null));
        }
        return new ListenerKey(bind == null || bind.isEmpty() ? ALL_INTERFACES : bind, port.orElse(server.port()));
    }

    private static void merge(
            GatewayServer server,
            ListenerKey key,
            Map<ListenerKey, MergedListener> listeners,
            Compilation compilation) {
        MergedListener listener = listeners.get(key);
        if (listener == null) {
            listener = new MergedListener(key, server);
            listeners.put(key, listener);
        }
        if (fits(server, listener, compilation)) {
            listener.add(server);
        }
    }

    private static boolean fits(GatewayServer server, MergedListener listener, Compilation compilation) {
        boolean first = listener.servers().isEmpty();
        boolean sameKind = MergedListener.protocol(server) == listener.protocol();
        if (!first && (!sameKind || listener.protocol() == ListenerSpec.Protocol.TCP)) {
            reportConflict(server, listener, compilation);
            return false;
        }
        return server.tls() == null || claims(server, listener, compilation);
    }

    /** Where the Gateways name one port the validator has said it; here a Service led two of them to one. */
    private static void reportConflict(GatewayServer server, MergedListener listener, Compilation compilation) {
        GatewayServer owner = listener.servers().get(0);
        if (owner.port() != server.port()) {
            String problem = "port " + listener.key().port() + " is served as " + owner.protocol() + " by Gateway "
                    + owner.gatewayName() + "; this " + server.protocol() + " server is left out";
            compilation.report(server.finding(CompileFinding.PROTOCOL_CONFLICT, ".port", problem, null));
        }
    }

    /** A host can have one server with a {@code tls} block on a port, and a port name one HTTPS server. */
    private static boolean claims(GatewayServer server, MergedListener listener, Compilation compilation) {
        List<String> hosts = server.hosts().qualifiedNames();
        List<String> taken =
                hosts.stream().filter(listener.tlsHosts()::contains).toList();
        if (!taken.isEmpty()) {
            String problem = "hosts " + taken + " have a server on port "
                    + listener.key().port() + " already; this one is left out";
            compilation.report(server.finding(CompileFinding.DUPLICATE_TLS_HOST, ".hosts", problem, null));
            return false;
        }
        if (server.isHttps() && !listener.claimHttpsName(server)) {
            return false;
        }
        listener.tlsHosts().addAll(hosts);
        return true;
    }
}
