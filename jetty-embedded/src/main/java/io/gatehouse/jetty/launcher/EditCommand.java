package io.gatehouse.jetty.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does one verb on the objects of {@code -f FILE}. */
abstract class EditCommand implements Callable<Integer> {
    private final Verb verb;

    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private InputFiles input = new InputFiles();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    EditCommand(Verb verb) {
        this.verb = verb;
    }

    /** An edit of the directory or cluster that this command was given. */
    Edit edit(CommandSpec asking) {
        return new Edit(asking, config, cluster);
    }

    @Override
    public Integer call() throws Exception {
        return edit(spec).run(verb, input);
    }
}
