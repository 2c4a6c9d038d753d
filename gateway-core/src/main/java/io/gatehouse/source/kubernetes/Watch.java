package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One informer: lists, watches, and starts again after any failure, with back-off, for as long as it is open. What it
 * once said stays until the cluster says otherwise.
 */
final class Watch<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final String name;
    private final ClusterObjects objects;
    private final Runnable changed;
    private final SharedIndexInformer<T> informer;
    private volatile State state = State.WAITING;
    private volatile Trouble trouble = Trouble.NONE;
    private final LongAdder failures = new LongAdder();
    private final LongAdder events = new LongAdder();

    /** How far a watch has come. */
    enum State {
        /** Nothing is known yet. */
        WAITING,
        /** Listed at least once. */
        LISTED,
        /** The cluster refuses; nothing is known. */
        REFUSED
    }

    /** Why a watch gets nothing now. It is tried again in any case. */
    enum Trouble {
        /** It gets everything. */
        NONE,
        /** The API server does not answer. */
        AWAY,
        /** Permission is missing. */
        DENIED,
        /** The kind is not, or no longer, served. */
        UNSERVED
    }

    /**
     * Opens a watch.
     *
     * @param name of what is watched, for messages
     * @param changed called after each change, on the client's threads; must be quick
     */
    Watch(String name, Informable<T> source, ClusterObjects objects, Runnable changed) {
        this.name = name;
        this.objects = objects;
        this.changed = changed;
        this.informer = source.runnableInformer(0).addEventHandler(this).exceptionHandler(this::failed);
        informer.start();
    }

    /** Whether nothing is known yet, not even that it is refused. */
    boolean isWaiting() {
        return state == State.WAITING;
    }

    String name() {
        return name;
    }

    Trouble trouble() {
        return trouble;
    }

    /** The objects as last seen. */
    Stream<T> known() {
        return informer.getStore().list().stream();
    }

    /** How often it had to start again. */
    long failures() {
        return failures.sum();
    }

    /** How many objects came, changed or went. */
    long events() {
        return events.sum();
    }

    private boolean failed(boolean started, Throwable failure) {
        trouble = switch (code(failure)) {
            case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED -> Trouble.DENIED;
            case HttpURLConnection.HTTP_NOT_FOUND -> Trouble.UNSERVED;
            default -> Trouble.AWAY;
        };
        failures.increment();
        LOG.atDebug().addKeyValue("resource", name).setCause(failure).log("cluster watch failed");
        if (trouble != Trouble.AWAY && state == State.WAITING) {
            state = State.REFUSED;
        }
        changed.run();
        return true;
    }

    /** The status that the API server answered with; 0 when it did not. */
    private static int code(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof KubernetesClientException api && api.getCode() != 0) {
                return api.getCode();
            }
        }
        return 0;
    }

    @Override
    public void onList(String resourceVersion, boolean atLeastOneUpdate) {
        trouble = Trouble.NONE;
        state = State.LISTED;
        changed.run();
    }

    @Override
    public void onAdd(T object) {
        put(object);
    }

    @Override
    public void onUpdate(T before, T now) {
        put(now);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        events.increment();
        if (objects.remove(object)) {
            changed.run();
        }
    }

    private void put(T object) {
        events.increment();
        if (objects.put(object)) {
            changed.run();
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
