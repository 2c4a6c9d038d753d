package io.gatehouse.compile;

import java.util.Map;

/** Label selectors. */
final class Labels {
    private Labels() {}

    /** Whether labels have everything that a selector asks for. */
    static boolean cover(Map<String, String> labels, Map<String, String> selector) {
        return labels.entrySet().containsAll(selector.entrySet());
    }
}
