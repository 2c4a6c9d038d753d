package io.gatehouse.upstream;

import io.gatehouse.route.LoadBalancing.ConsistentHash;
import io.gatehouse.route.LoadBalancing.HashKey;
import io.gatehouse.route.LoadBalancing.HashTable;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/** Requests with the same key go to the same endpoint ({@code consistentHash}). */
final class HashBalancer implements LoadBalancer {
    private final HashKey key;
    private final LongFunction<Endpoint> table;

    HashBalancer(ConsistentHash hash, List<Endpoint> endpoints) {
        this.key = hash.key();
        this.table = hash.table() instanceof HashTable.Maglev maglev
                ? new MaglevTable(endpoints, maglev.size())::find
                : new HashRing(endpoints, ((HashTable.Ring) hash.table()).minimumSize())::find;
    }

    @Override
    public Endpoint pick(Pick pick, int attempt) {
        String value = HashKeys.value(key, pick);
        long hash = value == null ? ThreadLocalRandom.current().nextLong() : Hashes.of(value);
        return table.apply(attempt == 0 ? hash : Hashes.mix(hash + attempt));
    }
}
