package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.ConfigDirectory;
import io.gatehouse.resource.ResourceKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse get [KIND [NAME]]}: what is in the directory. */
@Command(name = "get", description = "Shows objects of the directory.", mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Parameters(index = "0", arity = "0..1", description = "A kind. Default: all.")
    private @Nullable String kind;

    @Parameters(index = "1", arity = "0..1", description = "A name. Default: all.")
    private @Nullable String name;

    @Option(
            names = {"-n", "--namespace"},
            description = "A namespace. Default: all.")
    private @Nullable String namespace;

    @Option(
            names = {"-o", "--output"},
            description = "table or yaml. Default: ${DEFAULT-VALUE}",
            defaultValue = "TABLE")
    private Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    enum Output {
        TABLE,
        YAML
    }

    private record Row(ResourceKey key, ConfigDirectory.Place place) {}

    @Override
    public Integer call() throws Exception {
        String wanted = kind == null ? null : Kinds.kind(kind);
        List<Row> rows = new ArrayList<>();
        for (ConfigDirectory.Place place :
                ConfigDirectory.read(config.directory()).places()) {
            for (ResourceKey key : place.document().keys()) {
                boolean shown = (wanted == null || wanted.equals(key.kind()))
                        && (name == null || name.equals(key.name()))
                        && (namespace == null || namespace.equals(key.namespace()));
                if (shown) {
                    rows.add(new Row(key, place));
                }
            }
        }
        if (rows.isEmpty()) {
            throw new CommandFailure("nothing found in " + config.directory());
        }
        rows.sort(Comparator.comparing((Row row) -> row.key().kind())
                .thenComparing(row -> row.key().namespace())
                .thenComparing(row -> row.key().name()));
        PrintWriter out = spec.commandLine().getOut();
        print(rows, out);
        out.flush();
        return 0;
    }

    private void print(List<Row> rows, PrintWriter out) {
        if (output == Output.YAML) {
            rows.stream().map(row -> row.place().document().body()).distinct().forEach(text -> {
                out.println("---");
                out.print(text.endsWith("\n") ? text : text + "\n");
            });
            return;
        }
        String format = "%-17s %-15s %-30s %s%n";
        out.printf(format, "KIND", "NAMESPACE", "NAME", "FILE");
        rows.forEach(row -> out.printf(
                format,
                row.key().kind(),
                row.key().namespace(),
                row.key().name(),
                row.place().file()));
    }
}
