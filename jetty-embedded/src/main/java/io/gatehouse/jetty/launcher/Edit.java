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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a verb in a directory or a cluster: all objects or none, and a line for each. */
final class Edit {
    private final CommandSpec spec;
    private final ConfigPlaces config;
    private final ClusterOptions cluster;
    private final List<String> done = new ArrayList<>();

    Edit(CommandSpec spec, ConfigPlaces config, ClusterOptions cluster) {
        this.spec = spec;
        this.config = config;
        this.cluster = cluster;
    }

    /** Does a verb on the objects of the input. */
    int run(Verb verb, InputFiles input) throws IOException {
        List<Diagnostic> errors = new ArrayList<>();
        Map<ResourceKey, String> objects = input.objects(errors);
        return errors.isEmpty() ? run(verb, objects) : refuse(errors);
    }

    /** Does a verb on these objects. */
    int run(Verb verb, Map<ResourceKey, String> objects) throws IOException {
        return cluster.named() ? inCluster(verb, objects) : inDirectory(verb, objects);
    }

    private int inCluster(Verb verb, Map<ResourceKey, String> objects) throws IOException {
        List<Diagnostic> errors = verb == Verb.DELETE ? List.of() : errors(objects);
        if (!errors.isEmpty()) {
            return refuse(errors);
        }
        try (ClusterEditor editor = ClusterEditor.open(cluster.access())) {
            editor.change(verb.inCluster(), objects);
        }
        objects.keySet().forEach(key -> done.add(key + " " + verb.inCluster().done()));
        return report();
    }

    private static List<Diagnostic> errors(Map<ResourceKey, String> objects) {
        List<Resource> resources = new ArrayList<>();
        objects.forEach((key, text) -> resources.addAll(
                new ResourceDecoder().decode(key.toString(), text).resources()));
        return Validator.standard().validate(ResourceSet.of(resources)).stream()
                .filter(Diagnostic::isError)
                .toList();
    }

    private int inDirectory(Verb verb, Map<ResourceKey, String> objects) throws IOException {
        try (Change change = Change.of(config.directory())) {
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
