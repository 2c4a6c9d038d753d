package io.gatehouse.jetty.launcher;

import picocli.CommandLine.Command;

/** {@code gatehouse apply -f FILE}, as {@code kubectl apply}. */
@Command(
        name = "apply",
        description = "Adds objects, or puts them in the place of those of the same name.",
        mixinStandardHelpOptions = true)
final class ApplyCommand extends EditCommand {
    ApplyCommand() {
        super(Verb.APPLY);
    }
}
