package io.gatehouse.jetty.launcher;

import io.gatehouse.source.kubernetes.ClusterEditor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gatehouse apply -f FILE}, as {@code kubectl apply}. */
@Command(
        name = "apply",
        description = "Adds objects, or puts them in the place of those of the same name.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private InputFiles input = new InputFiles();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (cluster.named()) {
            return new Edit(spec).inCluster(cluster, input, ClusterEditor.Verb.APPLY);
        }
        return new Edit(spec).objects(config.directory(), input, (change, key, text) -> {
            if (change.directory().find(key).isPresent()) {
                change.replace(key, text);
                return "configured";
            }
            change.create(key, text);
            return "created";
        });
    }
}
