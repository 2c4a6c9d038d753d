package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached, as kubectl does.
 *
 * @param kubeconfig a file; null for {@code $KUBECONFIG}, else {@code ~/.kube/config}, else the account of the pod
 * @param context of the file; null for its current one
 */
public record ClusterAccess(
        @Nullable Path kubeconfig, @Nullable String context) {
    /** Long lists take their time. */
    private static final int REQUEST_MILLIS = 30_000;

    private static final int CONNECT_MILLIS = 5_000;
    /** Until a broken watch is tried again the first time; twice as long each time after, up to 32 times. */
    private static final int RECONNECT_MILLIS = 250;

    /** A client; it connects when it is first used. */
    KubernetesClient client() throws IOException {
        Config config = config();
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setWatchReconnectInterval(RECONNECT_MILLIS);
        // Watches try again by themselves, and then say so; retries below them would hide that for a minute.
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private Config config() throws IOException {
        if (kubeconfig == null) {
            Config config = Config.autoConfigure(context);
            Path token = Path.of(Utils.getSystemPropertyOrEnvVar(
                    Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
                    Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH));
            if (config.getFile() == null && Files.isReadable(token)) {
                config.setOauthTokenProvider(new TokenFile(token));
            }
            return config;
        }
        if (!Files.isRegularFile(kubeconfig)) {
            throw new NoSuchFileException(kubeconfig.toString());
        }
        return Config.fromKubeconfig(
                context,
                Files.readString(kubeconfig),
                kubeconfig.toAbsolutePath().toString());
    }
}
