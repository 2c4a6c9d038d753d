package io.gatehouse.tests.conformance.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamLogTest {
    private static final UpstreamRequest LATE = request("/late");
    private static final UpstreamRequest OWN = request("/own");

    private final UpstreamLog log = new UpstreamLog();

    @Test
    void aBelatedRequestOfAnEarlierCaseIsLeftOutOnce() {
        log.expectBelated(List.of(LATE));

        log.add(LATE);
        log.add(OWN);
        assertEquals(List.of(OWN), log.await(1, 0));

        log.add(LATE);
        assertEquals(List.of(OWN, LATE), log.await(2, 0));
    }

    @Test
    void anotherMethodOrBackendIsNotTheBelatedOne() {
        UpstreamRequest other = new UpstreamRequest("b", "GET", "/late", "HTTP/1.1", List.of(), "", List.of(), false);
        log.expectBelated(List.of(LATE));

        log.add(other);
        assertEquals(List.of(other), log.await(1, 0));
    }

    private static UpstreamRequest request(String path) {
        return new UpstreamRequest("a", "GET", path, "HTTP/1.1", List.of(), "", List.of(), false);
    }
}
