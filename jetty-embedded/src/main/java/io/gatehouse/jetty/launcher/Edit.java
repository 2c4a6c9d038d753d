package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.Change;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.source.kubernetes.ClusterEditor;
import io.gatehouse.validate.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a verb: all objects or none, and a line for each. */
final class Edit {
    private final CommandSpec spec;
    private final List<String> done = new ArrayList<>();

    Edit(CommandSpec spec) {
        this.spec = spec;
    }

    /** What a verb does with an object. */
    @FunctionalInterface
    interface Verb {
        /** Makes the change and says in a word what it was: {@code created}. */
        String on(Change change, ResourceKey key, String text);
    }

    /** Does a verb on the objects of the input. */
    int objects(Path directory, InputFiles input, Verb verb) throws IOException {
        List<Diagnostic> errors = new ArrayList<>();
        Map<ResourceKey, String> objects = input.objects(errors);
        return errors.isEmpty() ? objects(directory, objects, verb) : refuse(errors);
    }

    /** Does a verb on the objects of the input, in a cluster. */
    int inCluster(ClusterOptions cluster, InputFiles input, ClusterEditor.Verb verb) throws IOException {
        List<Diagnostic> errors = new ArrayList<>();
        Map<ResourceKey, String> objects = input.objects(errors);
        if (errors.isEmpty() && verb != ClusterEditor.Verb.DELETE) {
            List<Resource> resources = new ArrayList<>();
            objects.forEach((key, text) -> resources.addAll(
                    new ResourceDecoder().decode(key.toString(), text).resources()));
            Validator.standard().validate(ResourceSet.of(resources)).stream()
                    .filter(Diagnostic::isError)
                    .forEach(errors::add);
        }
        return errors.isEmpty() ? inCluster(cluster, objects, verb) : refuse(errors);
    }

    /** Does a verb on these objects, in a cluster. */
    int inCluster(ClusterOptions cluster, Map<ResourceKey, String> objects, ClusterEditor.Verb verb)
            throws IOException {
        try (ClusterEditor editor = ClusterEditor.open(cluster.access())) {
            editor.change(verb, objects);
        }
        objects.keySet().forEach(key -> done.add(key + " " + verb.done()));
        return report();
    }

    /** Does a verb on these objects. */
    int objects(Path directory, Map<ResourceKey, String> objects, Verb verb) throws IOException {
        try (Change change = Change.of(directory)) {
            objects.forEach((key, text) -> done.add(key + " " + verb.on(change, key, text)));
            List<Diagnostic> errors = change.errors(Validator.standard()::validate);
            if (!errors.isEmpty()) {
                return refuse(errors);
            }
            change.write();
        }
        return report();
    }

    private int report() {
        PrintWriter out = spec.commandLine().getOut();
        done.forEach(out::println);
        out.flush();
        return 0;
    }

    private int refuse(List<Diagnostic> errors) {
        PrintWriter err = spec.commandLine().getErr();
        errors.forEach(err::println);
        err.println("gatehouse: refused; nothing was changed");
        err.flush();
        return 1;
    }
}
