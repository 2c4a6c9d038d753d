package io.gatehouse.jetty.launcher;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.control.ConfigCheck;
import io.gatehouse.jetty.json.DiagnosticJson;
import io.gatehouse.jetty.json.Json;
import io.gatehouse.resource.Diagnostic;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse validate DIR|FILE…}: what the gateway would say, without serving. */
@Command(
        name = "validate",
        description = {"Checks configuration without serving it.", "Exits with 1 when there is an error."},
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DIR|FILE", description = "Directories and files to check together.")
    private List<Path> places = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            description = "text or json. Default: ${DEFAULT-VALUE}",
            defaultValue = "TEXT")
    private Output output = Output.TEXT;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "KEY=VALUE",
            description = "Labels of the gateway that it is for. Default: istio=ingressgateway")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    enum Output {
        TEXT,
        JSON
    }

    @Override
    public Integer call() {
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw new CommandFailure(place + ": no such file or directory");
            }
        }
        CompileOptions options = labels.isEmpty() ? CompileOptions.DEFAULT : CompileOptions.DEFAULT.withLabels(labels);
        ConfigCheck check = ConfigCheck.of(places, new SnapshotCompiler(options));
        List<Diagnostic> findings = check.diagnostics();
        long errors = findings.stream().filter(Diagnostic::isError).count();
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            out.print(Json.pretty(findings.stream().map(DiagnosticJson::of).toList()));
        } else {
            findings.forEach(out::println);
            out.println(check.resources() + " resources, " + errors + " errors, " + (findings.size() - errors)
                    + " warnings");
        }
        out.flush();
        return errors == 0 ? 0 : 1;
    }
}
