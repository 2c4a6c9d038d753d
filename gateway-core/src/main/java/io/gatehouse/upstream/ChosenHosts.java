package io.gatehouse.upstream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of the names that clients asked a cluster of resolution DYNAMIC_DNS for. Their number is bounded: the one
 * unused for longest goes. Names that lead nowhere are kept, too, so that they are not looked up for each request.
 */
final class ChosenHosts {
    static final int MAX_HOSTS = 256;

    private final String wildcard;
    private final Function<String, Cluster> maker;
    private final Map<String, Cluster> hosts = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    ChosenHosts(String wildcard, Function<String, Cluster> maker) {
        this.wildcard = wildcard;
        this.maker = maker;
    }

    /** The cluster of a request's host; null when the request may not go there. */
    @Nullable
    Cluster find(String authority) {
        String name = ClientChosen.name(wildcard, authority);
        if (name == null) {
            return null;
        }
        Cluster eldest = null;
        Cluster found;
        boolean made = false;
        synchronized (this) {
            found = hosts.get(name);
            if (found == null && !closed) {
                found = maker.apply(name);
                made = true;
                hosts.put(name, found);
                if (hosts.size() > MAX_HOSTS) {
                    eldest = hosts.remove(hosts.keySet().iterator().next());
                }
            }
        }
        if (made && found != null) {
            found.open(null);
        }
        if (eldest != null) {
            eldest.retire();
        }
        return found;
    }

    synchronized List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        hosts.values().forEach(each -> all.addAll(each.endpoints()));
        return all;
    }

    void close() {
        List<Cluster> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(hosts.values());
            hosts.clear();
        }
        ending.forEach(Cluster::retire);
    }
}
