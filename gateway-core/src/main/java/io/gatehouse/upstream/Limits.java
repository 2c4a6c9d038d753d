package io.gatehouse.upstream;

import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.RetryBudgetSpec;
import io.gatehouse.route.TrafficPolicySpec;
import io.gatehouse.upstream.connection.Http1Settings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster has under way, and whether there may be more ({@code connectionPool}, {@code retryBudget}). Its
 * endpoints share it.
 */
final class Limits implements Http1Settings.Limits {
    private final ConnectionPoolSpec pool;
    private final @Nullable RetryBudgetSpec budget;
    private final @Nullable RequestWindow window;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger tunnels = new AtomicInteger();
    private final Tally tally;
    private final Set<Connections> destinations = ConcurrentHashMap.newKeySet();

    Limits(TrafficPolicySpec policy, Tally tally) {
        this.tally = tally;
        this.pool = policy.connectionPool();
        this.budget = policy.retryBudget();
        this.window = budget == null || budget.interval().isZero() ? null : new RequestWindow(budget.interval());
    }

    /** Counts a request, unless there are too many. */
    boolean tryRequest() {
        if (window != null) {
            window.count(System.nanoTime());
        }
        return tryTake(requests, pool.maxRequests());
    }

    void endRequest() {
        requests.decrementAndGet();
    }

    /** Counts a request that is tried again, unless there are too many. */
    boolean tryRetry() {
        int limit = budget == null ? pool.maxRetries() : Math.max(1, budget.limit(counted()));
        return tryTake(retries, limit);
    }

    private int counted() {
        int underWay = requests.get() + pending();
        return window == null ? underWay : Math.max(underWay, window.requests(System.nanoTime()));
    }

    void endRetry() {
        retries.decrementAndGet();
    }

    /** Counts a connection of a TCP route, unless there are too many. */
    boolean tryTunnel() {
        return tryTake(tunnels, pool.maxConnections());
    }

    void endTunnel() {
        tunnels.decrementAndGet();
    }

    private boolean tryTake(AtomicInteger taken, int limit) {
        if (taken.incrementAndGet() > limit && limit > 0) {
            taken.decrementAndGet();
            tally.overflows.increment();
            return false;
        }
        return true;
    }

    /**
     * Whether an endpoint may have one more connection: its first one in any case.
     *
     * @param own connections that it has
     */
    @Override
    public boolean mayConnect(int own) {
        return pool.maxConnections() == 0 || own == 0 || connections() < pool.maxConnections();
    }

    /** Whether one more request may wait for a connection. */
    @Override
    public boolean mayWait() {
        boolean may = pool.maxPendingRequests() == 0 || pending() < pool.maxPendingRequests();
        if (!may) {
            tally.overflows.increment();
        }
        return may;
    }

    void add(Connections destination) {
        destinations.add(destination);
    }

    void remove(Connections destination) {
        destinations.remove(destination);
    }

    int requests() {
        return requests.get();
    }

    int retries() {
        return retries.get();
    }

    int pending() {
        int pending = 0;
        for (Connections destination : destinations) {
            pending += destination.waiting();
        }
        return pending;
    }

    int connections() {
        int connections = tunnels.get();
        for (Connections destination : destinations) {
            connections += destination.connections();
        }
        return connections;
    }
}
