package io.gatehouse.jetty.launcher;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.control.ConfigCheck;
import io.gatehouse.jetty.explain.AskedRequest;
import io.gatehouse.route.Snapshot;
import io.gatehouse.telemetry.Explanation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse explain URL}: why a request is served as it is, by the configuration alone. */
@Command(
        name = "explain",
        description = "Tells what would serve a request, and why; nothing is sent.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Parameters(paramLabel = "URL", description = "Such as http://httpbin.example.com/status/200")
    private String url = "";

    @Option(
            names = {"-X", "--method"},
            description = "Method. Default: ${DEFAULT-VALUE}",
            defaultValue = "GET")
    private String method = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "Header; repeatable.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "KEY=VALUE",
            description = "Labels of the gateway. Default: istio=ingressgateway")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output"},
            description = "text or json. Default: ${DEFAULT-VALUE}",
            defaultValue = "TEXT")
    private ValidateCommand.Output output = ValidateCommand.Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        CompileOptions options = labels.isEmpty() ? CompileOptions.DEFAULT : CompileOptions.DEFAULT.withLabels(labels);
        Snapshot snapshot =
                ConfigCheck.of(config.places(), new SnapshotCompiler(options)).snapshot();
        Explanation explanation = Explanation.of(snapshot, asked(snapshot));
        PrintWriter out = spec.commandLine().getOut();
        out.print(output == ValidateCommand.Output.JSON ? explanation.json() + "\n" : explanation.text());
        out.flush();
        return 0;
    }

    private AskedRequest asked(Snapshot snapshot) {
        try {
            return AskedRequest.of(snapshot, method, url, headers);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }
}
