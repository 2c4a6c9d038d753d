package io.gatehouse.jetty.launcher;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse delete gateway NAME} or {@code delete -f FILE}, as istioctl's and kubectl's. */
@Command(
        name = "delete",
        description = "Removes objects; refuses those that are not there.",
        mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private What what;

    @Option(
            names = {"-n", "--namespace"},
            description = "Namespace of the named objects. Default: ${DEFAULT-VALUE}",
            defaultValue = Metadata.DEFAULT_NAMESPACE)
    private String namespace = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Objects in files, or named ones. */
    static final class What {
        @ArgGroup(exclusive = false)
        private @Nullable InputFiles input;

        @Parameters(arity = "2..*", paramLabel = "KIND NAME", description = "A kind, then names.")
        private @Nullable List<String> kindAndNames;
    }

    @Override
    public Integer call() throws Exception {
        Edit edit = new Edit(spec, config, cluster);
        return what.input != null ? edit.run(Verb.DELETE, what.input) : edit.run(Verb.DELETE, named());
    }

    private Map<ResourceKey, String> named() {
        List<String> words = what.kindAndNames == null ? List.of() : what.kindAndNames;
        String kind = Kinds.kind(words.get(0));
        Map<ResourceKey, String> keys = new LinkedHashMap<>();
        words.stream().skip(1).forEach(name -> keys.put(new ResourceKey(kind, namespace, name), ""));
        return keys;
    }
}
