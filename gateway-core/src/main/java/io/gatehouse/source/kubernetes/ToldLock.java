package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.net.HttpURLConnection;
import java.util.function.Consumer;

/** A lock whose failures are told: an election itself only tries again. That another replica was faster is none. */
record ToldLock(Lock lock, Consumer<KubernetesClientException> failures) implements Lock {
    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord[] found = new LeaderElectionRecord[1];
        telling(() -> found[0] = lock.get(client));
        return found[0];
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leader) {
        telling(() -> lock.create(client, leader));
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leader) {
        telling(() -> lock.update(client, leader));
    }

    private void telling(Runnable work) {
        try {
            work.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                failures.accept(e);
            }
            throw e;
        }
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
