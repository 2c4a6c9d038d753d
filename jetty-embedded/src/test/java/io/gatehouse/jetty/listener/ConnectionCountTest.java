package io.gatehouse.jetty.listener;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConnectionCountTest {
    private final ConnectionCount all = ConnectionCount.ofAllPorts().ofPort(3, 1);

    @Test
    void connectionsThatCostTwiceTakeTwoOfAll() {
        ConnectionCount port = all.ofPort(10, 2);

        assertTrue(port.tryTake());
        assertFalse(port.tryTake());

        port.release();
        assertTrue(port.tryTake());
    }

    @Test
    void refusedConnectionIsNotCounted() {
        ConnectionCount costly = all.ofPort(10, 2);
        ConnectionCount plain = all.ofPort(10, 1);
        assertTrue(costly.tryTake());
        assertFalse(costly.tryTake());

        assertTrue(plain.tryTake());
        assertFalse(plain.tryTake());
    }
}
