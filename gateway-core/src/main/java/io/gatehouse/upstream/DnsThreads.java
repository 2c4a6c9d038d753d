package io.gatehouse.upstream;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for looking names up, which end when there is nothing to look up. */
final class DnsThreads {
    private static final int IDLE_SECONDS = 30;

    private DnsThreads() {}

    static ThreadPoolExecutor start(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), job -> {
                    Thread thread = new Thread(job, name);
                    thread.setDaemon(true);
                    // Not that of the web application which happens to ask first
                    thread.setContextClassLoader(DnsThreads.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
