package io.gatehouse.jetty.listener;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.ServerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to happen to the open listeners so that they become those of a new snapshot. Pure; closes come first, so
 * that a port can be taken over by a listener with another address or protocol.
 */
record ListenerPlan(List<Operation> operations) {
    ListenerPlan {
        operations = List.copyOf(operations);
    }

    /** One step, independent of the others: when it fails, they are still taken. */
    sealed interface Operation {
        ListenerKey key();
    }

    /** Opens a port. */
    record Open(ListenerSpec spec) implements Operation {
        @Override
        public ListenerKey key() {
            return spec.key();
        }
    }

    /** Refuses connections at once, and lets requests in flight finish. */
    record Close(ListenerKey key) implements Operation {}

    /** Nothing that the port or its handshakes depend on changed; routes are read from the snapshot by each request. */
    record Keep(ListenerSpec spec) implements Operation {
        @Override
        public ListenerKey key() {
            return spec.key();
        }
    }

    /** New connections see other servers, certificates or TCP routes; the socket and its connections live on. */
    record Change(ListenerSpec spec) implements Operation {
        @Override
        public ListenerKey key() {
            return spec.key();
        }
    }

    /** Compares what is open with what is wanted. */
    static ListenerPlan between(Collection<ListenerSpec> open, Collection<ListenerSpec> wanted) {
        Map<ListenerKey, ListenerSpec> before = byKey(open);
        Map<ListenerKey, ListenerSpec> after = byKey(wanted);
        List<Operation> closes = new ArrayList<>();
        List<Operation> others = new ArrayList<>();
        before.forEach((key, old) -> {
            ListenerSpec now = after.get(key);
            if (now == null || now.protocol() != old.protocol()) {
                closes.add(new Close(key));
            }
        });
        after.forEach((key, now) -> {
            ListenerSpec old = before.get(key);
            if (old == null || old.protocol() != now.protocol()) {
                others.add(new Open(now));
            } else {
                others.add(sameConnections(old, now) ? new Keep(now) : new Change(now));
            }
        });
        closes.addAll(others);
        return new ListenerPlan(closes);
    }

    private static Map<ListenerKey, ListenerSpec> byKey(Collection<ListenerSpec> specs) {
        Map<ListenerKey, ListenerSpec> byKey = new LinkedHashMap<>();
        specs.forEach(spec -> byKey.putIfAbsent(spec.key(), spec));
        return byKey;
    }

    private static boolean sameConnections(ListenerSpec old, ListenerSpec now) {
        return old.protocol() == ListenerSpec.Protocol.HTTP
                || connectionFacts(old).equals(connectionFacts(now));
    }

    /** Routes are left out: they differ by identity and don't concern the connection. */
    private static List<?> connectionFacts(ListenerSpec spec) {
        return spec.servers().stream().map(ListenerPlan::connectionFacts).toList();
    }

    private static List<?> connectionFacts(ServerSpec server) {
        List<Object> facts = new ArrayList<>();
        facts.add(server.gateway());
        facts.add(server.name());
        facts.add(server.hosts());
        facts.add(server.inner());
        facts.add(server.l4());
        if (server.tls() != null) {
            facts.add(server.tls());
        }
        return facts;
    }
}
