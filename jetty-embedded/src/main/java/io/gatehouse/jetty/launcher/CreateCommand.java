package io.gatehouse.jetty.launcher;

import io.gatehouse.resource.Metadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code gatehouse create -f FILE}, as {@code istioctl create} was. */
@Command(
        name = "create",
        description = "Adds objects; refuses those that are there already.",
        mixinStandardHelpOptions = true,
        subcommands = CreateSecretCommand.class)
final class CreateCommand extends EditCommand {
    @Option(
            names = {"-n", "--namespace"},
            scope = ScopeType.INHERIT,
            description = "Namespace of a Secret. Default: ${DEFAULT-VALUE}",
            defaultValue = Metadata.DEFAULT_NAMESPACE)
    String namespace = Metadata.DEFAULT_NAMESPACE;

    CreateCommand() {
        super(Verb.CREATE);
    }
}
