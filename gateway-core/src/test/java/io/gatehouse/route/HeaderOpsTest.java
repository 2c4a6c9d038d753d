package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderOpsTest {
    private static final HeaderOps.Entry A = new HeaderOps.Entry("a", "1");
    private static final HeaderOps.Entry B = new HeaderOps.Entry("b", "2");

    @Test
    void anyOperationMakesItNotEmpty() {
        assertTrue(HeaderOps.NONE.isEmpty());
        assertFalse(new HeaderOps(List.of(A), List.of(), List.of()).isEmpty());
        assertFalse(new HeaderOps(List.of(), List.of(A), List.of()).isEmpty());
        assertFalse(new HeaderOps(List.of(), List.of(), List.of("a")).isEmpty());
    }

    @Test
    void joiningKeepsTheOrderWithinEachKind() {
        HeaderOps first = new HeaderOps(List.of(A), List.of(B), List.of("c"));
        HeaderOps second = new HeaderOps(List.of(B), List.of(A), List.of("d"));
        assertEquals(new HeaderOps(List.of(A, B), List.of(B, A), List.of("c", "d")), first.plus(second));
    }

    @Test
    void joiningWithNothingIsTheOther() {
        HeaderOps some = new HeaderOps(List.of(A), List.of(), List.of());
        assertSame(some, some.plus(HeaderOps.NONE));
        assertSame(some, HeaderOps.NONE.plus(some));
    }
}
