package io.gatehouse.tests.conformance.backend;

import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the backends received since it was last cleared, in the order in which the requests began. */
public final class UpstreamLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();
    private final List<UpstreamRequest> belated = new ArrayList<>();

    /** A request on its way in: counted from its headers on, replaced when it is complete or broken. */
    public final class Entry {
        private UpstreamRequest request;
        private boolean complete;

        private Entry(UpstreamRequest request) {
            this.request = request;
        }

        public void complete(UpstreamRequest whole) {
            lock.lock();
            try {
                request = whole;
                complete = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    public Entry begin(UpstreamRequest head) {
        lock.lock();
        try {
            Entry entry = new Entry(head);
            if (!belated.removeIf(late -> sameTarget(late, head))) {
                entries.add(entry);
                changed.signalAll();
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    public void add(UpstreamRequest request) {
        begin(request).complete(request);
    }

    public void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves out, from now on, requests that earlier cases owe: one that comes late must not count for another case. */
    public void expectBelated(List<UpstreamRequest> owed) {
        lock.lock();
        try {
            belated.clear();
            belated.addAll(owed);
        } finally {
            lock.unlock();
        }
    }

    /** Whether both are the same request line at the same backend. */
    public static boolean sameTarget(UpstreamRequest one, UpstreamRequest other) {
        return one.backend().equals(other.backend())
                && Objects.equals(one.method(), other.method())
                && Objects.equals(one.path(), other.path());
    }

    /** What was received, once {@code count} complete requests are there or the time is over. */
    public List<UpstreamRequest> await(int count, long millis) {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (nanos > 0 && !(entries.size() >= count && entries.stream().allMatch(e -> e.complete))) {
                nanos = changed.awaitNanos(nanos);
            }
            return entries.stream().map(e -> e.request).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }
}
