package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RequestWindow window = new RequestWindow(Duration.ofSeconds(10));

    @Test
    void requestsCountForTheInterval() {
        window.count(100 * SECOND);
        window.count(104 * SECOND);
        assertEquals(2, window.requests(109 * SECOND));
        assertEquals(1, window.requests(110 * SECOND));
        assertEquals(0, window.requests(114 * SECOND));
    }

    @Test
    void aLongPauseForgetsAll() {
        window.count(100 * SECOND);
        assertEquals(0, window.requests(1_000_000 * SECOND));
        window.count(1_000_000 * SECOND);
        assertEquals(1, window.requests(1_000_009 * SECOND));
    }

    @Test
    void timeMayBeginBelowZero() {
        RequestWindow below = new RequestWindow(Duration.ofSeconds(10));
        below.count(-5 * SECOND);
        assertEquals(1, below.requests(-1 * SECOND));
    }
}
