package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.Change;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceKey;
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
