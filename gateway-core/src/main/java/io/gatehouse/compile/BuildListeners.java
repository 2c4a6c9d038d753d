package io.gatehouse.compile;

import io.gatehouse.resource.ServerTls;
import io.gatehouse.route.L4Route;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.TlsSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives each port its servers, certificates and routes. A port that nothing could come through is not opened. */
final class BuildListeners implements CompileStep {
    @Override
    public void run(Compilation compilation) {
        ServerTlsCompiler tls = new ServerTlsCompiler(new Credentials(compilation.resources, compilation.options));
        List<ListenerSpec> specs = new ArrayList<>();
        for (MergedListener listener : compilation.listeners) {
            ListenerSpec spec = listener.protocol() == ListenerSpec.Protocol.HTTP
                    ? http(listener, compilation)
                    : byServer(listener, tls, compilation);
            if (!spec.servers().isEmpty()) {
                specs.add(spec);
            }
        }
        compilation.specs = specs;
    }

    private static ListenerSpec http(MergedListener listener, Compilation compilation) {
        HostTable table = new HostTable(compilation);
        List<ServerSpec> servers = new ArrayList<>();
        for (GatewayServer server : listener.servers()) {
            table.add(server);
            servers.add(spec(server, null, ServerSpec.Inner.HTTP, RouteTable.EMPTY, List.of()));
        }
        return new ListenerSpec(listener.key(), listener.gatewayPort(), listener.protocol(), servers, table.build());
    }

    private static ListenerSpec byServer(MergedListener listener, ServerTlsCompiler tls, Compilation compilation) {
        List<ServerSpec> servers = new ArrayList<>();
        Set<String> sniHosts = new HashSet<>();
        for (GatewayServer server : listener.servers()) {
            Optional<ServerSpec> spec = server.isHttps()
                    ? Optional.of(https(server, tls, compilation))
                    : l4(server, tls, sniHosts, compilation);
            spec.ifPresent(servers::add);
        }
        return new ListenerSpec(listener.key(), listener.gatewayPort(), listener.protocol(), servers, RouteTable.EMPTY);
    }

    private static ServerSpec https(GatewayServer server, ServerTlsCompiler tls, Compilation compilation) {
        HostTable table = new HostTable(compilation);
        table.add(server);
        return spec(server, terminated(server, tls), ServerSpec.Inner.HTTP, table.build(), List.of());
    }

    private static Optional<ServerSpec> l4(
            GatewayServer server, ServerTlsCompiler tls, Set<String> sniHosts, Compilation compilation) {
        L4Routes routes = new L4Routes(compilation, server);
        boolean passthrough = server.isPassthrough();
        List<L4Route> l4 = passthrough ? routes.tls(sniHosts) : routes.tcp();
        if (l4.isEmpty()) {
            String problem = "no VirtualService has a " + (passthrough ? "tls" : "tcp")
                    + " route for this server; it is not opened";
            compilation.report(server.finding(CompileFinding.NO_L4_ROUTE, "", problem, null));
            return Optional.empty();
        }
        ServerSpec.Inner inner = passthrough ? ServerSpec.Inner.PASSTHROUGH : ServerSpec.Inner.TCP;
        return Optional.of(spec(server, passthrough ? null : terminated(server, tls), inner, RouteTable.EMPTY, l4));
    }

    private static @Nullable TlsSpec terminated(GatewayServer server, ServerTlsCompiler compiler) {
        ServerTls tls = server.tls();
        return tls == null || !server.isTls()
                ? null
                : compiler.compile(tls, server.gateway().metadata().namespace());
    }

    private static ServerSpec spec(
            GatewayServer server, @Nullable TlsSpec tls, ServerSpec.Inner inner, RouteTable table, List<L4Route> l4) {
        String name = server.server().name();
        return new ServerSpec(
                server.gatewayName(),
                name == null || name.isEmpty() ? server.server().port().name() : name,
                server.hosts().names(),
                tls,
                inner,
                server.httpsRedirect(),
                table,
                l4,
                server.gateway().positionOf(server.field()));
    }
}
