package io.gatehouse.tests.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Sees by the JVM's own events where a thread of an event loop stands still while it should serve: asleep, parked,
 * waiting for a monitor, or in blocking I/O. What a loop waits for in its selector, and what a thread of the pool waits
 * for between tasks, is no event of these.
 */
final class LoopWatch implements AutoCloseable {
    /** Two loops may want the same lock for a moment, which on a busy machine is a long one. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private static final List<String> ALWAYS = List.of(
            "jdk.ThreadSleep",
            "jdk.ThreadPark",
            "jdk.JavaMonitorWait",
            "jdk.SocketRead",
            "jdk.SocketWrite",
            "jdk.FileRead",
            "jdk.FileWrite",
            "jdk.FileForce");

    private final Recording recording = new Recording();

    static LoopWatch start() {
        LoopWatch watch = new LoopWatch();
        ALWAYS.forEach(name -> watch.recording.enable(name).withStackTrace().withThreshold(Duration.ZERO));
        watch.recording.enable("jdk.JavaMonitorEnter").withStackTrace().withThreshold(A_MOMENT);
        watch.recording.start();
        return watch;
    }

    /** What stood still until now, with its stack. */
    List<String> blocked() throws Exception {
        recording.stop();
        Path file = Files.createTempFile("loops", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(LoopWatch::isOnLoop)
                    .filter(event -> !isOnChannel(event) && !isBriefLock(event) && !isLoadingClasses(event))
                    .map(event -> event.getEventType().getName() + " " + event.getStackTrace())
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    /** A deep stack is cut off below, where its loop would show. */
    private static boolean isOnLoop(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        return stack != null && (isCutOffOnPool(event, stack) || hasFrame(stack, "ExecutionStrategy", "produce"));
    }

    private static boolean isCutOffOnPool(RecordedEvent event, RecordedStackTrace stack) {
        return stack.isTruncated()
                && event.getThread() != null
                && String.valueOf(event.getThread().getJavaName()).matches("gatehouse-\\d+");
    }

    private static boolean isBriefLock(RecordedEvent event) {
        return event.getEventType().getName().equals("jdk.ThreadPark")
                && event.getClass("parkedClass") != null
                && event.getClass("parkedClass").getName().contains(".locks.")
                && event.getDuration().compareTo(A_MOMENT) < 0;
    }

    /**
     * Those of the loops are in non-blocking mode; they are told of for each byte all the same. Newer JDKs leave out the
     * channel itself, so that its endpoint is on top.
     */
    private static boolean isOnChannel(RecordedEvent event) {
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        String top = frames.get(0).getMethod().getType().getName();
        return event.getEventType().getName().startsWith("jdk.Socket")
                && (top.equals("sun.nio.ch.SocketChannelImpl") || top.endsWith("EndPoint"));
    }

    private static boolean isLoadingClasses(RecordedEvent event) {
        return hasFrame(event.getStackTrace(), "java.lang.ClassLoader", "loadClass")
                || hasFrame(event.getStackTrace(), "java.util.ServiceLoader", "");
    }

    private static boolean hasFrame(RecordedStackTrace stack, String type, String method) {
        for (RecordedFrame frame : stack.getFrames()) {
            if (frame.getMethod().getType().getName().contains(type)
                    && frame.getMethod().getName().contains(method)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        recording.close();
    }
}
