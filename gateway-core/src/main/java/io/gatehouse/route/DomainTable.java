package io.gatehouse.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a name belongs to: exact over the longest wildcard over {@code *}. Its cost depends on how many lengths of
 * wildcards there are, not on how many domains. Of two entries for one domain the first counts.
 *
 * @param <T> what domains stand for
 */
final class DomainTable<T> {
    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> suffixes = new HashMap<>();
    private final int[] suffixLengths;
    private @Nullable T any;

    private DomainTable(List<T> entries, Function<T, List<String>> domains) {
        TreeSet<Integer> lengths = new TreeSet<>();
        for (T entry : entries) {
            for (String domain : domains.apply(entry)) {
                if (!domain.startsWith("*")) {
                    exact.putIfAbsent(domain, entry);
                } else if (domain.length() > 1) {
                    suffixes.putIfAbsent(domain.substring(1), entry);
                    lengths.add(domain.length() - 1);
                } else if (any == null) {
                    any = entry;
                }
            }
        }
        List<Integer> longestFirst = new ArrayList<>(lengths.descendingSet());
        this.suffixLengths = longestFirst.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * A table of these entries.
     *
     * @param domains the lower-case domains of an entry, {@code *suffix} and {@code *} among them
     */
    static <T> DomainTable<T> of(List<T> entries, Function<T, List<String>> domains) {
        return new DomainTable<>(entries, domains);
    }

    /** What this lower-case name belongs to; null when no domain covers it. */
    @Nullable
    T find(String name) {
        T found = exact.get(name);
        if (found != null) {
            return found;
        }
        for (int length : suffixLengths) {
            // The star stands for at least one character
            if (length < name.length()) {
                T wildcard = suffixes.get(name.substring(name.length() - length));
                if (wildcard != null) {
                    return wildcard;
                }
            }
        }
        return any;
    }
}
