package io.gatehouse.tests.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests one after the other, until stopped; what failed is kept. */
final class Traffic implements AutoCloseable {
    private final List<String> failures = new ArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;

    private Traffic(int port, String host, String path) {
        thread = new Thread(() -> run(port, host, path), "traffic");
    }

    static Traffic start(int port, String host, String path) {
        Traffic traffic = new Traffic(port, host, path);
        traffic.thread.start();
        return traffic;
    }

    private void run(int port, String host, String path) {
        while (!stopped) {
            try {
                int status = Client.status(port, host, path);
                if (status != 200) {
                    failures.add(status + "");
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
            count.incrementAndGet();
        }
    }

    int count() {
        return count.get();
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** To be asked after {@link #stop}. */
    List<String> failures() {
        return failures;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
