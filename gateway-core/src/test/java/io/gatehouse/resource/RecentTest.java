package io.gatehouse.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** One object for equal ones, while it is remembered. */
class RecentTest {
    /** One that has been asked often enough to begin. */
    private static Recent<String> recent(int size) {
        Recent<String> recent = Recent.of(size);
        for (int i = 0; i < 100; i++) {
            recent.share("before");
        }
        return recent;
    }

    private static String fresh(String text) {
        return new String(text.toCharArray());
    }

    @Test
    void equalObjectsBecomeTheFirstOfThem() {
        Recent<String> recent = recent(16);
        String first = fresh("a.example.com");
        assertSame(first, recent.share(first));
        assertSame(first, recent.share(fresh("a.example.com")));
    }

    @Test
    void aPlaceTakenByAnotherIsForgotten() {
        Recent<String> recent = recent(1);
        String first = recent.share(fresh("a"));
        assertEquals("b", recent.share(fresh("b")));
        assertNotSame(first, recent.share(fresh("a")));
    }
}
