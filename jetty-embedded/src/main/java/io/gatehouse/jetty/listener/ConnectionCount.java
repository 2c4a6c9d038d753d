package io.gatehouse.jetty.listener;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Connections that are open at one time, up to a limit; those of a port count among those of all ports. */
final class ConnectionCount {
    private final int limit;
    private final int cost;
    private final @Nullable ConnectionCount all;
    private final AtomicInteger open = new AtomicInteger();

    private ConnectionCount(int limit, int cost, @Nullable ConnectionCount all) {
        this.limit = limit;
        this.cost = cost;
        this.all = all;
    }

    /** Of all ports: half of the descriptors that the process may have, where that is known. */
    static ConnectionCount ofAllPorts() {
        boolean known = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
        long descriptors = known
                ? ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
        return new ConnectionCount((int) Math.min(Integer.MAX_VALUE, Math.max(1, descriptors / 2)), 1, null);
    }

    /**
     * Of one port.
     *
     * @param portCost how many each counts among those of all ports
     */
    ConnectionCount ofPort(int portLimit, int portCost) {
        return new ConnectionCount(portLimit, portCost, this);
    }

    /** Counts one more, unless there are too many. */
    boolean tryTake() {
        return tryTake(1);
    }

    private boolean tryTake(int count) {
        if (open.addAndGet(count) > limit || all != null && !all.tryTake(cost)) {
            open.addAndGet(-count);
            return false;
        }
        return true;
    }

    void release() {
        open.decrementAndGet();
        if (all != null) {
            all.open.addAndGet(-cost);
        }
    }
}
