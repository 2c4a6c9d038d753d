package io.gatehouse.control;

import io.gatehouse.compile.Compiled;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.route.Snapshot;
import io.gatehouse.source.ConfigReading;
import io.gatehouse.source.DirectorySource;
import io.gatehouse.validate.Validator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over configuration that is not served: what a gateway that starts with it would say and serve.
 *
 * @param resources how many of them are good
 * @param snapshot what would be served
 * @param diagnostics all findings
 */
public record ConfigCheck(int resources, Snapshot snapshot, List<Diagnostic> diagnostics) {
    public ConfigCheck {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Checks directories and files together. */
    public static ConfigCheck of(List<Path> places, SnapshotCompiler compiler) {
        return of(DirectorySource.readOnce(places), compiler);
    }

    /** Checks a reading. */
    public static ConfigCheck of(ConfigReading reading, SnapshotCompiler compiler) {
        LastGood.Outcome outcome = new LastGood(Validator.standard()::validate).take(reading);
        Compiled compiled = compiler.compile(outcome.resources());
        List<Diagnostic> all = new ArrayList<>(outcome.diagnostics());
        all.addAll(compiled.diagnostics());
        return new ConfigCheck(outcome.resources().all().size(), compiled.snapshot(), all);
    }
}
