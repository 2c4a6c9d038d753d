package io.gatehouse.jetty.launcher;

import io.gatehouse.resource.Metadata;
import io.gatehouse.source.kubernetes.ClusterEditor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code gatehouse create -f FILE}, as {@code istioctl create} was. */
@Command(
        name = "create",
        description = "Adds objects; refuses those that are there already.",
        mixinStandardHelpOptions = true,
        subcommands = CreateSecretCommand.class)
final class CreateCommand implements Callable<Integer> {
    @Mixin
    ConfigPlaces config = new ConfigPlaces();

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-n", "--namespace"},
            scope = ScopeType.INHERIT,
            description = "Namespace of a Secret. Default: ${DEFAULT-VALUE}",
            defaultValue = Metadata.DEFAULT_NAMESPACE)
    String namespace = Metadata.DEFAULT_NAMESPACE;

    @Mixin
    private InputFiles input = new InputFiles();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (cluster.named()) {
            return new Edit(spec).inCluster(cluster, input, ClusterEditor.Verb.CREATE);
        }
        return new Edit(spec).objects(config.directory(), input, (change, key, text) -> {
            change.create(key, text);
            return "created";
        });
    }
}
