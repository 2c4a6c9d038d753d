package io.gatehouse.jetty.tls;

import io.gatehouse.route.L4Route;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.TlsSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The handshakes of one TLS listener: its servers' contexts, and the choice among them by server name. The control
 * thread changes it; new connections see the change at once, established ones never.
 */
public final class TlsPort {
    private final Map<String, ServerTls> live = new LinkedHashMap<>();
    private List<ServerSpec> servers = List.of();
    private volatile SniCertificates bySni = SniCertificates.create(List.of());
    private volatile List<String> problems = List.of();
    private final TlsLibraries libraries;
    private boolean serves;

    /** A port without servers, whose handshakes will be by one of these. */
    public TlsPort(TlsLibraries libraries) {
        this.libraries = libraries;
    }

    /** Takes over the servers for new connections. */
    public void update(List<ServerSpec> changed) {
        servers = changed;
        Set<String> names = new LinkedHashSet<>();
        for (ServerSpec server : changed) {
            TlsSpec tls = server.tls();
            if (tls != null) {
                names.add(key(server));
                live.computeIfAbsent(key(server), key -> new ServerTls(name(server), libraries(server)))
                        .update(tls);
            }
        }
        live.keySet().retainAll(names);
        rebuild();
    }

    /** Looks for changed certificate files; true when new connections or the problems are different. */
    public boolean refresh() {
        List<String> before = problems;
        boolean different = false;
        for (ServerTls server : live.values()) {
            different |= server.refresh();
        }
        if (different) {
            rebuild();
        } else {
            problems = allProblems();
        }
        return different || !problems.equals(before);
    }

    /** Whether at least one host can be served. */
    public boolean serves() {
        return serves;
    }

    /** What keeps hosts from being served, or from being served as asked. */
    public List<String> problems() {
        return problems;
    }

    /** Where a handshake leads; null for nowhere. */
    @Nullable
    TlsTarget select(@Nullable String serverName) {
        return bySni.select(serverName);
    }

    private void rebuild() {
        List<SniCertificates.Entry> entries = new ArrayList<>();
        boolean servesAny = false;
        for (ServerSpec server : servers) {
            List<SniCertificates.Entry> own =
                    server.inner() == ServerSpec.Inner.PASSTHROUGH ? passThrough(server) : terminating(server);
            servesAny |= own.stream().anyMatch(entry -> !(entry.target() instanceof TlsTarget.Unserved));
            entries.addAll(own);
        }
        serves = servesAny;
        problems = allProblems();
        bySni = SniCertificates.create(entries);
    }

    private List<String> allProblems() {
        return live.values().stream()
                .flatMap(server -> server.problems().stream())
                .distinct()
                .toList();
    }

    private List<SniCertificates.Entry> terminating(ServerSpec server) {
        ServerTls tls = live.get(key(server));
        TlsContext context = tls == null ? null : tls.context();
        TlsTarget target = context == null ? new TlsTarget.Unserved(server) : new TlsTarget.Terminate(server, context);
        return server.hosts().stream()
                .map(host -> new SniCertificates.Entry(host, target))
                .toList();
    }

    /** Routes name their server names themselves; those of one name stay in order. */
    private static List<SniCertificates.Entry> passThrough(ServerSpec server) {
        Map<String, List<L4Route>> byName = new LinkedHashMap<>();
        for (L4Route route : server.l4()) {
            List<String> names = route.sniHosts().isEmpty() ? server.hosts() : route.sniHosts();
            names.forEach(name ->
                    byName.computeIfAbsent(name, any -> new ArrayList<>()).add(route));
        }
        List<SniCertificates.Entry> entries = new ArrayList<>();
        byName.forEach((name, routes) ->
                entries.add(new SniCertificates.Entry(name, new TlsTarget.PassThrough(server, routes))));
        return entries;
    }

    private TlsLibraries libraries(ServerSpec server) {
        return server.inner() == ServerSpec.Inner.TCP ? libraries.halfClosing() : libraries;
    }

    /** Of its TLS state, which begins anew when something else is inside. */
    private static String key(ServerSpec server) {
        return name(server) + "/" + server.inner();
    }

    private static String name(ServerSpec server) {
        return server.gateway() + "/" + server.name();
    }
}
