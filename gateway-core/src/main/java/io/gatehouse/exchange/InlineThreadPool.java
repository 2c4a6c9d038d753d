package io.gatehouse.exchange;

import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread pool that runs a task at once when one of its own threads submits it, so that a request stays on the event
 * loop that read it; shared by the ports and by the upstream client.
 *
 * <p>Never for code that blocks, and never start a component that executes an endless task (a connector, a client)
 * from one of its threads: the task would not return.
 */
public final class InlineThreadPool extends QueuedThreadPool {
    private static final Logger LOG = LoggerFactory.getLogger(InlineThreadPool.class);

    /** How deep tasks may nest before one is queued: a bound for the stack. */
    private static final int MAX_DEPTH = 16;

    /**
     * Makes a pool without reserved threads.
     *
     * @param maxThreads an upper bound; each selector holds one thread
     */
    public InlineThreadPool(int maxThreads) {
        super(maxThreads);
        setName("gatehouse");
        setReservedThreads(0);
    }

    @Override
    public Thread newThread(Runnable job) {
        LoopThread thread = new LoopThread(this, job);
        thread.setDaemon(isDaemon());
        thread.setPriority(getThreadsPriority());
        thread.setName(getName() + "-" + thread.getId());
        thread.setContextClassLoader(getClass().getClassLoader());
        return thread;
    }

    @Override
    public void execute(Runnable job) {
        if (Thread.currentThread() instanceof LoopThread loop && loop.pool == this && loop.depth < MAX_DEPTH) {
            runInline(loop, job);
        } else {
            super.execute(job);
        }
    }

    private static void runInline(LoopThread loop, Runnable job) {
        loop.depth++;
        try {
            job.run();
        } catch (Throwable failure) {
            // As in a queued job: a task's failure is not its submitter's.
            LOG.warn("Task failed", failure);
        } finally {
            loop.depth--;
        }
    }

    private static final class LoopThread extends Thread {
        private final InlineThreadPool pool;
        private int depth;

        LoopThread(InlineThreadPool pool, Runnable job) {
            super(job);
            this.pool = pool;
        }
    }
}
