package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.VirtualService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The VirtualServices by the Gateways that they name, each list in Istio's order. */
final class BoundServices {
    static final BoundServices NONE = new BoundServices(List.of());

    private final Map<String, OfGateway> byGateway = new HashMap<>();

    BoundServices(List<BoundService> ordered) {
        for (BoundService service : ordered) {
            for (String gateway : service.gateways()) {
                byGateway.computeIfAbsent(gateway, key -> new OfGateway()).add(service);
            }
        }
    }

    /** Those of a Gateway that may share a host with a server of it, oldest first. */
    List<BoundService> candidates(String gateway, ServerHosts hosts) {
        OfGateway bound = byGateway.get(gateway);
        return bound == null ? List.of() : bound.candidates(hosts);
    }

    /** All of a Gateway, oldest first. */
    List<BoundService> of(String gateway) {
        OfGateway bound = byGateway.get(gateway);
        return bound == null ? List.of() : bound.all;
    }

    /** Of one Gateway: by host too, since a Gateway may have a server for each of very many hosts. */
    private static final class OfGateway {
        private static final String WILDCARD = "*";

        private final List<BoundService> all = new ArrayList<>();
        private @Nullable Map<String, List<Integer>> byHost;

        void add(BoundService service) {
            all.add(service);
        }

        List<BoundService> candidates(ServerHosts hosts) {
            if (hosts.hasWildcards()) {
                return all;
            }
            Map<String, List<Integer>> index = byHost == null ? byHost = index() : byHost;
            Set<Integer> places = new TreeSet<>(index.getOrDefault(WILDCARD, List.of()));
            hosts.names().forEach(name -> places.addAll(index.getOrDefault(name, List.of())));
            return places.stream().map(all::get).toList();
        }

        private Map<String, List<Integer>> index() {
            Map<String, List<Integer>> index = new HashMap<>();
            for (int place = 0; place < all.size(); place++) {
                for (String host : all.get(place).hosts()) {
                    String key = host.startsWith("*") ? WILDCARD : host;
                    index.computeIfAbsent(key, each -> new ArrayList<>(1)).add(place);
                }
            }
            return index;
        }
    }

    /** What binding leaves for the next compilation, by the resource itself: an unchanged one is the same object. */
    record Memory(Map<VirtualService, Entry> entries) {
        static final Memory EMPTY = new Memory(new IdentityHashMap<>());

        /**
         * One VirtualService.
         *
         * @param delegates that its rules were merged with
         */
        record Entry(BoundService service, List<@Nullable VirtualService> delegates, List<Diagnostic> diagnostics) {
            boolean isOf(List<@Nullable VirtualService> current) {
                if (current.size() != delegates.size()) {
                    return false;
                }
                for (int i = 0; i < current.size(); i++) {
                    if (current.get(i) != delegates.get(i)) {
                        return false;
                    }
                }
                return true;
            }
        }
    }
}
