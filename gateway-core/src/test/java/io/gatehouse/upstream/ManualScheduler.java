package io.gatehouse.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** A scheduler whose clock a test moves by hand. */
final class ManualScheduler extends AbstractLifeCycle implements Scheduler {
    private final List<Job> jobs = new ArrayList<>();
    private long now;

    private record Job(long at, Runnable task) {}

    @Override
    public synchronized Task schedule(Runnable task, long delay, TimeUnit unit) {
        Job job = new Job(now + unit.toMillis(delay), task);
        jobs.add(job);
        return () -> cancel(job);
    }

    private synchronized boolean cancel(Job job) {
        return jobs.removeIf(each -> each == job);
    }

    /** How many tasks wait. */
    synchronized int waiting() {
        return jobs.size();
    }

    /** Lets time pass, and runs what comes due on the calling thread. */
    void advance(long seconds) {
        long until;
        synchronized (this) {
            until = now + TimeUnit.SECONDS.toMillis(seconds);
        }
        for (Job job = nextUntil(until); job != null; job = nextUntil(until)) {
            job.task().run();
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized Job nextUntil(long until) {
        Job next = null;
        for (Job job : jobs) {
            if (job.at() <= until && (next == null || job.at() < next.at())) {
                next = job;
            }
        }
        if (next != null) {
            jobs.remove(next);
            now = next.at();
        }
        return next;
    }
}
