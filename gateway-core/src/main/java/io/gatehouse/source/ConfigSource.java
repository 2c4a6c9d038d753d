package io.gatehouse.source;

import io.gatehouse.resource.Diagnostic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Where resources come from: publishes everything it says, at its start and whenever that changes. */
public interface ConfigSource extends AutoCloseable {
    /**
     * Starts reading and watching. The first reading is published before this returns where the source can be read at
     * once, else as soon as it can be; a source never publishes the same reading twice in a row.
     *
     * @param listener called by one thread at a time, and quick to return
     */
    void start(Listener listener);

    /**
     * Hears the findings about all sources' newest readings, after each reading of any.
     *
     * @param findings of decoding, validating and compiling
     */
    default void judged(List<Diagnostic> findings) {}

    /** Adds meters of its own, if it has some. */
    default void bindTo(MeterRegistry registry) {}

    /** Stops watching; nothing is published afterwards. */
    @Override
    void close();

    /** Hears what a source says. */
    @FunctionalInterface
    interface Listener {
        /** Takes the whole of what the source says now. */
        void read(ConfigReading reading);
    }
}
