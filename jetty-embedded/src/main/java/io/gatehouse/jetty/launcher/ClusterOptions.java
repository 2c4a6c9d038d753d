package io.gatehouse.jetty.launcher;

import io.gatehouse.source.kubernetes.ClusterAccess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --kubeconfig} and {@code --context}: which cluster, as kubectl takes them. */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = {
                "The Kubernetes cluster to work with, in place of a directory.",
                "With --kubernetes alone: $KUBECONFIG, else ~/.kube/config, else the pod's account."
            })
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Context of the kubeconfig. Default: its current one.")
    private @Nullable String context;

    /** Whether a cluster is named. */
    boolean named() {
        return kubeconfig != null || context != null;
    }

    ClusterAccess access() {
        return new ClusterAccess(kubeconfig, context);
    }
}
