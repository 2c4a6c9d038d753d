package io.gatehouse.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The listeners of a snapshot by key, and their servers by name. */
final class ListenerTable {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<ListenerKey, Entry> byKey = new HashMap<>();

    ListenerTable(List<ListenerSpec> listeners) {
        for (ListenerSpec listener : listeners) {
            Entry entry = new Entry(listener, DomainTable.of(listener.servers(), ListenerTable::names));
            entries.add(entry);
            byKey.put(listener.key(), entry);
        }
    }

    /** In the order of the snapshot. */
    List<Entry> entries() {
        return entries;
    }

    @Nullable
    Entry find(ListenerKey key) {
        return byKey.get(key);
    }

    /** What a passthrough server accepts is said by its routes, not by the Gateway alone. */
    private static List<String> names(ServerSpec server) {
        if (server.inner() != ServerSpec.Inner.PASSTHROUGH) {
            return server.hosts();
        }
        return server.l4().stream().flatMap(route -> route.sniHosts().stream()).toList();
    }

    /** One listener. */
    record Entry(ListenerSpec listener, DomainTable<ServerSpec> servers) {
        boolean isTls() {
            return listener.protocol() == ListenerSpec.Protocol.TLS;
        }

        /** Without a name only a server for every name fits. */
        @Nullable
        ServerSpec server(@Nullable String sni) {
            return servers.find(sni == null ? "" : sni);
        }
    }
}
