package io.gatehouse.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** One object for equal ones, while it is remembered. */
class RecentTest {
    private static String fresh(String text) {
        return new String(text.toCharArray());
    }

    @Test
    void equalObjectsBecomeTheFirstOfThem() {
        Recent<String> recent = Recent.of(16);
        String first = fresh("a.example.com");
        assertSame(first, recent.share(first));
        assertSame(first, recent.share(fresh("a.example.com")));
    }

    @Test
    void aPlaceTakenByAnotherIsForgotten() {
        Recent<String> recent = Recent.of(1);
        String first = recent.share(fresh("a"));
        assertEquals("b", recent.share(fresh("b")));
        assertNotSame(first, recent.share(fresh("a")));
    }
}
