package io.gatehouse.jetty.launcher;

import picocli.CommandLine.Command;

/** {@code gatehouse replace -f FILE}, as {@code istioctl replace} was. */
@Command(
        name = "replace",
        description = "Puts objects in the place of those of the same name; refuses those that are not there.",
        mixinStandardHelpOptions = true)
final class ReplaceCommand extends EditCommand {
    ReplaceCommand() {
        super(Verb.REPLACE);
    }
}
