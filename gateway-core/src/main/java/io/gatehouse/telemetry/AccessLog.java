package io.gatehouse.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line a request, and a line a connection of a TCP route, on a thread of its own: an event loop only puts the record into a bounded queue. When the
 * queue is full or the disk fails, records are dropped and counted; serving goes on.
 */
public final class AccessLog implements RequestSink, AutoCloseable {
    /** Records that may wait: about a second of a busy gateway. */
    public static final int CAPACITY = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int BATCH = 256;
    private static final long COMPLAINT_EVERY = Duration.ofMinutes(1).toNanos();

    /** Wakes the writer; it is not written. An interrupt would close the file under it. */
    private static final RequestRecord WAKE = new RequestRecord(
            new RequestRecord.Client(null, null, "", "", "", "", "", null),
            null,
            0,
            null,
            null,
            RequestRecord.Upstream.NONE,
            0,
            0,
            0,
            0);

    private final ArrayBlockingQueue<AccessLogEntry> queue;
    private final AccessLogOutput output;
    private final LongAdder dropped = new LongAdder();
    private final Thread writer;
    private volatile boolean closed;
    private long complainedOf;
    private long lastComplaint = System.nanoTime() - COMPLAINT_EVERY;

    /** A log that writes to {@code output}, and closes it in the end. */
    public AccessLog(AccessLogOutput output) {
        this(output, CAPACITY);
    }

    AccessLog(AccessLogOutput output, int capacity) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.output = output;
        this.writer = new Thread(this::run, "gatehouse-access-log");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void ended(RequestRecord record) {
        add(record);
    }

    /** A connection of a TCP route has ended. */
    public void ended(SessionRecord record) {
        add(record);
    }

    private void add(AccessLogEntry entry) {
        if (closed || !queue.offer(entry)) {
            dropped.increment();
        }
    }

    /** Records that were lost since the start, because the queue was full or the output failed. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what waits, for at most five seconds, then closes the output. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        // A full queue keeps the writer awake anyway
        boolean woken = queue.offer(WAKE);
        LOG.debug("Closing the access log woken={}", woken);
        writer.join(5_000);
    }

    private void run() {
        List<AccessLogEntry> batch = new ArrayList<>(BATCH);
        StringBuilder text = new StringBuilder(64 * 1024);
        while (!closed || !queue.isEmpty()) {
            takeBatch(batch);
            if (!batch.isEmpty()) {
                write(batch, text);
            }
            complain();
        }
        output.close();
    }

    private void takeBatch(List<AccessLogEntry> batch) {
        batch.clear();
        if (queue.drainTo(batch, BATCH) > 0) {
            return;
        }
        try {
            AccessLogEntry one = queue.poll(1, TimeUnit.SECONDS);
            if (one != null) {
                batch.add(one);
                queue.drainTo(batch, BATCH - 1);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, the loop goes on
            LOG.debug("The access log's writer was interrupted", e);
        }
    }

    private void write(List<AccessLogEntry> batch, StringBuilder text) {
        text.setLength(0);
        for (AccessLogEntry record : batch) {
            if (record != WAKE) {
                AccessLogLine.append(text, record);
            }
        }
        if (text.isEmpty()) {
            return;
        }
        try {
            output.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            dropped.add(batch.size());
            LOG.debug("The access log can't be written", e);
        }
    }

    private void complain() {
        long now = System.nanoTime();
        long lost = dropped.sum();
        if (lost > complainedOf && now - lastComplaint >= COMPLAINT_EVERY) {
            LOG.warn(
                    "Access log lines were dropped, as {} fails or is too slow dropped={}",
                    output,
                    lost - complainedOf);
            complainedOf = lost;
            lastComplaint = now;
        }
    }
}
