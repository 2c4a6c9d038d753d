package io.gatehouse.jetty.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gatehouse create -f FILE}, as {@code istioctl create} was. */
@Command(
        name = "create",
        description = "Adds objects; refuses those that are there already.",
        mixinStandardHelpOptions = true,
        subcommands = CreateSecretCommand.class)
final class CreateCommand implements Callable<Integer> {
    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Mixin
    private InputFiles input = new InputFiles();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new Edit(spec).objects(config.directory(), input, (change, key, text) -> {
            change.create(key, text);
            return "created";
        });
    }
}
