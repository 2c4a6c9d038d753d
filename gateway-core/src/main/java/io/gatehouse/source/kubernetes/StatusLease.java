package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Lease by which one of the replicas is the one that writes. It stands for election again whenever it loses. */
final class StatusLease implements AutoCloseable {
    static final String NAME = "gatehouse-status";
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW_WITHIN = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private final ScheduledExecutorService executor;
    private final Runnable elected;
    private final Consumer<KubernetesClientException> failures;
    private volatile boolean held;
    private @Nullable CompletableFuture<?> election;

    /**
     * Stands for election.
     *
     * @param identity of this replica
     * @param elected called when this replica becomes the one that writes
     * @param failures hears of each try that the API server refuses or does not answer
     */
    StatusLease(
            KubernetesClient client,
            String namespace,
            String identity,
            ScheduledExecutorService executor,
            Runnable elected,
            Consumer<KubernetesClientException> failures) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
        this.executor = executor;
        this.elected = elected;
        this.failures = failures;
        executor.execute(this::stand);
    }

    boolean isHeld() {
        return held;
    }

    private synchronized void stand() {
        if (executor.isShutdown()) {
            return;
        }
        election = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(NAME)
                        .withLeaseDuration(LEASE)
                        .withRenewDeadline(RENEW_WITHIN)
                        .withRetryPeriod(RETRY)
                        .withReleaseOnCancel(true)
                        .withLock(new ToldLock(new LeaseLock(namespace, NAME, identity), failures))
                        .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, leader -> {}))
                        .build())
                .build()
                .start();
        election.whenComplete((nothing, failure) -> again());
    }

    private void again() {
        if (!executor.isShutdown()) {
            executor.schedule(this::stand, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void won() {
        held = true;
        elected.run();
    }

    private void lost() {
        held = false;
    }

    @Override
    public synchronized void close() {
        if (election != null) {
            election.cancel(true);
        }
    }
}
