package io.gatehouse.route;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Holds the current snapshot, and tells those who reconcile live state with it. */
public final class Snapshots {
    private final List<Consumer<Snapshot>> preparers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Snapshot>> observers = new CopyOnWriteArrayList<>();
    private volatile Snapshot current = Snapshot.EMPTY;

    /** The snapshot that new requests see. */
    public Snapshot current() {
        return current;
    }

    /** Adds an observer; it is called on the publishing thread, after {@link #current} changed. */
    public AutoCloseable observe(Consumer<Snapshot> observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    /**
     * Adds one who must be ready before a request sees a snapshot; it is called on the publishing thread, before
     * {@link #current} changes.
     */
    public AutoCloseable prepare(Consumer<Snapshot> preparer) {
        preparers.add(preparer);
        return () -> preparers.remove(preparer);
    }

    /** Makes a snapshot current. Called by one thread at a time, the control side's. */
    public void publish(Snapshot snapshot) {
        preparers.forEach(preparer -> preparer.accept(snapshot));
        current = snapshot;
        observers.forEach(observer -> observer.accept(snapshot));
    }
}
