package io.gatehouse.jetty.launcher;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * Turns SIGTERM and SIGINT into a wish to end: the JVM's own handling exits with 143 at once, we drain and exit with 0.
 * A second signal ends the process as usual.
 */
final class Termination {
    private final CountDownLatch wished = new CountDownLatch(1);

    private Termination() {}

    /** Listens for the signals from now on. */
    static Termination onSignal() {
        Termination termination = new Termination();
        for (String name : new String[] {"TERM", "INT"}) {
            try {
                Signal.handle(new Signal(name), termination::received);
            } catch (IllegalArgumentException e) {
                // Not on this platform, or kept for itself by the JVM (-Xrs): its own handling stays.
                continue;
            }
        }
        return termination;
    }

    private void received(Signal signal) {
        if (wished.getCount() == 0) {
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
        wished.countDown();
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        wished.await();
    }
}
