package io.gatehouse.resource.decode;

import io.gatehouse.resource.Recent;
import java.util.List;

/**
 * What documents have in common, kept once: names, hosts and whole rules repeat themselves through a configuration. Only
 * what is compared by what it says, never what has a place of its own.
 */
final class Shared {
    private static final int LONGEST_TEXT = 128;
    private static final int LONGEST_LIST = 8;

    private static final Recent<String> TEXTS = Recent.of(1024);
    private static final Recent<Object> PARTS = Recent.of(1024);
    private static final Recent<List<?>> LISTS = Recent.of(512);

    private Shared() {}

    static String text(String text) {
        return text.length() > LONGEST_TEXT ? text : TEXTS.share(text);
    }

    /** A record of the user's configuration. */
    static <T> T part(T part) {
        @SuppressWarnings("unchecked") // what is equal to a record is of its class
        T shared = (T) PARTS.share(part);
        return shared;
    }

    static <T> List<T> list(List<T> list) {
        if (list.isEmpty() || list.size() > LONGEST_LIST) {
            return list;
        }
        @SuppressWarnings("unchecked") // its elements are equal to those of the other
        List<T> shared = (List<T>) LISTS.share(List.copyOf(list));
        return shared;
    }
}
