package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;
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
    private volatile @Nullable String problem;

    /** How far a watch has come. */
    enum State {
        /** Nothing is known yet. */
        WAITING,
        /** Listed at least once. */
        LISTED,
        /** The cluster refuses; nothing is known. */
        DENIED
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

    State state() {
        return state;
    }

    String name() {
        return name;
    }

    /** Why it can't list or watch now; null when it can. */
    @Nullable
    String problem() {
        return problem;
    }

    private boolean failed(boolean started, Throwable failure) {
        boolean denied = failure instanceof KubernetesClientException api
                && (api.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                        || api.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED);
        String message = denied ? "the cluster does not allow to list and watch them" : "the API server can't be read";
        if (problem == null) {
            LOG.atWarn()
                    .addKeyValue("resource", name)
                    .addKeyValue("cause", failure.getMessage())
                    .log("cluster watch failed; what is known goes on, and it is tried again");
        }
        problem = message;
        if (denied && state == State.WAITING) {
            state = State.DENIED;
        }
        changed.run();
        return true;
    }

    @Override
    public void onList(String resourceVersion, boolean atLeastOneUpdate) {
        if (problem != null) {
            LOG.atInfo().addKeyValue("resource", name).log("cluster watch is back");
        }
        problem = null;
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
        objects.remove(object);
        changed.run();
    }

    private void put(T object) {
        object.getMetadata().setManagedFields(null);
        objects.put(object);
        changed.run();
    }

    @Override
    public void close() {
        informer.close();
    }
}
