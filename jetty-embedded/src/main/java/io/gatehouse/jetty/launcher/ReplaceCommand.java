package io.gatehouse.jetty.launcher;

import io.gatehouse.source.kubernetes.ClusterEditor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gatehouse replace -f FILE}, as {@code istioctl replace} was. */
@Command(
        name = "replace",
        description = "Puts objects in the place of those of the same name; refuses those that are not there.",
        mixinStandardHelpOptions = true)
final class ReplaceCommand implements Callable<Integer> {
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
            return new Edit(spec).inCluster(cluster, input, ClusterEditor.Verb.REPLACE);
        }
        return new Edit(spec).objects(config.directory(), input, (change, key, text) -> {
            change.replace(key, text);
            return "replaced";
        });
    }
}
