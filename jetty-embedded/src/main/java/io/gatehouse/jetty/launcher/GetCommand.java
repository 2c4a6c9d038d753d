package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.ConfigDirectory;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.source.kubernetes.ClusterReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse get [KIND [NAME]]}: what is in the directory, or in a cluster. */
@Command(name = "get", description = "Shows objects of the directory or cluster.", mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", arity = "0..1", description = "A kind. Default: all.")
    private @Nullable String kind;

    @Parameters(index = "1", arity = "0..1", description = "A name. Default: all.")
    private @Nullable String name;

    @Option(
            names = {"-n", "--namespace"},
            description = "A namespace. Default: all of a directory, that of the context in a cluster.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces.")
    private boolean allNamespaces;

    @Option(
            names = {"-o", "--output"},
            description = "table, yaml, or (of a cluster) json. Default: ${DEFAULT-VALUE}",
            defaultValue = "TABLE")
    private Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    enum Output {
        TABLE,
        YAML,
        JSON
    }

    private record Row(ResourceKey key, ConfigDirectory.Place place) {}

    @Override
    public Integer call() throws Exception {
        String wanted = kind == null ? null : Kinds.kind(kind);
        PrintWriter out = spec.commandLine().getOut();
        if (cluster.named()) {
            ofCluster(wanted, out);
        } else {
            ofDirectory(wanted, out);
        }
        out.flush();
        return 0;
    }

    private void ofCluster(@Nullable String wanted, PrintWriter out) throws IOException {
        try (ClusterReader reader = ClusterReader.open(cluster.access())) {
            String here = allNamespaces ? null : Objects.requireNonNullElse(namespace, reader.namespace());
            List<ClusterReader.Found> found = reader.list(wanted, here, name);
            if (!found.isEmpty()) {
                ClusterTable.print(found, output, name != null && found.size() == 1, out);
            } else if (name != null) {
                throw new CommandFailure("there is no " + wanted + " " + name + where(here));
            } else {
                spec.commandLine().getErr().println("No resources found" + where(here) + ".");
                spec.commandLine().getErr().flush();
            }
        }
    }

    private static String where(@Nullable String namespace) {
        return namespace == null ? "" : " in namespace " + namespace;
    }

    private void ofDirectory(@Nullable String wanted, PrintWriter out) throws IOException {
        if (output == Output.JSON) {
            throw new CommandFailure("-o json needs a cluster: --kubeconfig or --context");
        }
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
        print(rows, out);
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
