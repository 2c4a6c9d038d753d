package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The keepalive timers that the kernel runs on connections to a port of the loopback. */
public final class KeepaliveTimer {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String KEEPALIVE = "02:";
    /** {@code USER_HZ}, which is the same on every Linux. */
    private static final long TICKS_PER_SECOND = 100;

    private KeepaliveTimer() {}

    /** Seconds until the next probe of an established connection to a port; empty where there is no such timer. */
    public static OptionalLong of(int port) throws IOException {
        String remote = ":%04X".formatted(port);
        for (Path table : TABLES) {
            assumeTrue(Files.isReadable(table), "needs Linux's table of sockets");
            for (String line : Files.readAllLines(table)) {
                // number, local and remote address, state, queues, timer and its ticks
                String[] columns = line.trim().split("\\s+");
                if (columns[2].endsWith(remote) && columns[3].equals(ESTABLISHED) && columns[5].startsWith(KEEPALIVE)) {
                    return OptionalLong.of(
                            Long.parseLong(columns[5].substring(KEEPALIVE.length()), 16) / TICKS_PER_SECOND);
                }
            }
        }
        return OptionalLong.empty();
    }
}
