package io.gatehouse.compile;

import io.gatehouse.resource.L4MatchAttributes;
import io.gatehouse.resource.RouteDestination;
import io.gatehouse.resource.TcpRoute;
import io.gatehouse.resource.TlsMatchAttributes;
import io.gatehouse.resource.TlsRoute;
import io.gatehouse.resource.VirtualService;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.L4Route;
import io.gatehouse.route.WeightedCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Compiles {@code tcp[]} and {@code tls[]} for one server. */
final class L4Routes {
    /** As a connection chooses: an exact name over the longest wildcard over any. */
    private static final Comparator<L4Route> MOST_SPECIFIC_FIRST = Comparator.comparing(
            (L4Route route) -> route.sniHosts().get(0),
            Comparator.comparing((String host) -> host.startsWith("*"))
                    .thenComparing(Comparator.comparing(String::length).reversed()));

    private final Compilation compilation;
    private final GatewayServer server;

    L4Routes(Compilation compilation, GatewayServer server) {
        this.compilation = compilation;
        this.server = server;
    }

    /**
     * The {@code tcp[]} rules that may take a connection: Istio gives a server the first one for its port. Only where a
     * rule asks for subnets is there a next one.
     */
    List<L4Route> tcp() {
        List<L4Route> routes = new ArrayList<>();
        for (BoundService service : bound()) {
            List<TcpRoute> rules = service.source().tcp();
            for (int i = 0; i < rules.size(); i++) {
                TcpRoute rule = rules.get(i);
                String field = "spec.tcp[" + i + "]";
                if (rule.route().isEmpty()) {
                    continue;
                }
                if (rule.match().isEmpty()) {
                    routes.add(route(service, field, List.of(), List.of(), List.of(), rule.route()));
                    return routes;
                }
                for (L4MatchAttributes match : rule.match()) {
                    if (isForHere(match, service.namespace())) {
                        List<String> sources = match.sourceSubnet() == null ? List.of() : List.of(match.sourceSubnet());
                        routes.add(route(service, field, List.of(), match.destinationSubnets(), sources, rule.route()));
                        if (match.destinationSubnets().isEmpty() && sources.isEmpty()) {
                            return routes;
                        }
                    }
                }
            }
        }
        return routes;
    }

    /**
     * The {@code tls[]} rules by server name, one route a name.
     *
     * @param taken names that routes of this port have already; each may have one
     */
    List<L4Route> tls(Set<String> taken) {
        List<L4Route> routes = new ArrayList<>();
        for (BoundService service : bound()) {
            List<TlsRoute> rules = service.source().tls();
            for (int i = 0; i < rules.size(); i++) {
                TlsRoute rule = rules.get(i);
                for (int j = 0; j < rule.match().size() && !rule.route().isEmpty(); j++) {
                    TlsMatchAttributes match = rule.match().get(j);
                    if (isForHere(l4(match), service.namespace())) {
                        routes.addAll(tls(service, rule, match, "spec.tls[" + i + "]", j, taken));
                    }
                }
            }
        }
        routes.sort(MOST_SPECIFIC_FIRST);
        return routes;
    }

    private List<L4Route> tls(
            BoundService service, TlsRoute rule, TlsMatchAttributes match, String field, int block, Set<String> taken) {
        List<String> names = match.sniHosts().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        List<String> doubled = names.stream().filter(taken::contains).toList();
        if (!doubled.isEmpty()) {
            String where = field + ".match[" + block + "].sniHosts";
            String problem = "names " + doubled + " have a route on this port already; this match is left out";
            compilation.report(CompileFinding.DUPLICATE_SNI_HOST.about(service.source(), where, problem, null));
            return List.of();
        }
        taken.addAll(names);
        return names.stream()
                .map(name -> route(service, field, List.of(name), match.destinationSubnets(), List.of(), rule.route()))
                .toList();
    }

    /** Those that share a host with the server. */
    private List<BoundService> bound() {
        return compilation.bound.of(server.gatewayName()).stream()
                .filter(service -> !server.hosts()
                        .intersection(service.hosts(), service.namespace())
                        .isEmpty())
                .toList();
    }

    private boolean isForHere(L4MatchAttributes match, String namespace) {
        Integer port = match.port();
        boolean samePort = port == null || port == 0 || port == server.port();
        boolean sameGateway = match.gateways().isEmpty()
                || match.gateways().stream()
                        .anyMatch(name -> ResourceName.gateway(name, namespace).equals(server.gatewayName()));
        return samePort && sameGateway;
    }

    private static L4MatchAttributes l4(TlsMatchAttributes match) {
        return new L4MatchAttributes(
                match.destinationSubnets(),
                match.port(),
                null,
                match.sourceLabels(),
                match.gateways(),
                match.sourceNamespace());
    }

    private L4Route route(
            BoundService service,
            String field,
            List<String> sniHosts,
            List<String> destinationSubnets,
            List<String> sourceSubnets,
            List<RouteDestination> destinations) {
        VirtualService source = service.source();
        String name =
                source.metadata().namespace() + "/" + source.metadata().name() + field.substring("spec.".length() + 3);
        return new L4Route(
                name,
                sniHosts,
                destinationSubnets,
                sourceSubnets,
                destinations(service, destinations),
                source.positionOf(field));
    }

    private List<WeightedCluster> destinations(BoundService service, List<RouteDestination> destinations) {
        List<WeightedCluster> weighted = new ArrayList<>(destinations.size());
        for (int i = 0; i < destinations.size(); i++) {
            RouteDestination each = destinations.get(i);
            int weight = each.weight() == null ? 0 : each.weight();
            if (weight > 0 || destinations.size() == 1) {
                ClusterSpec cluster = compilation.clusters.use(each.destination(), service.namespace(), server.port());
                weighted.add(new WeightedCluster(cluster.name(), weight, HeaderOps.NONE, HeaderOps.NONE));
            }
        }
        return weighted;
    }
}
