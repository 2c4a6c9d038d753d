package io.gatehouse.tests.conformance;

import io.gatehouse.tests.conformance.data.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Passed of total, by group and engine. */
public final class Report {
    private final Map<Engine, List<Result>> results = new EnumMap<>(Engine.class);
    private final Differences differences;

    public Report(Differences differences) {
        this.differences = differences;
    }

    public synchronized void add(Engine engine, Result result) {
        results.computeIfAbsent(engine, e -> new ArrayList<>()).add(result);
    }

    public synchronized void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, markdown());
    }

    /** The page that {@code docs/conformance.md} is. */
    public synchronized String markdown() {
        StringBuilder out = new StringBuilder("# Conformance\n\n")
                .append("Cases recorded from a real Istio + Envoy, run against Gatehouse: passed of total. ")
                .append(
                        "Made by `mvn verify` on JDK 17 (`ConformanceIT`), which fails when this page is not current; what ")
                .append("differs is kept in `tests/src/test/resources/conformance/differences.yaml`.\n");
        results.forEach((engine, list) -> out.append(section(engine, list)));
        out.append(inContainers());
        out.append("\n## What differs\n\nStricter by decision, and counted as passed when they are:\n\n");
        differences.settled().forEach((id, status) -> out.append("- `" + id + "`: " + status + "\n"));
        out.append("\nDifferent:\n\n");
        differences.different().forEach((id, reason) -> out.append("- `" + id + "`: " + reason + "\n"));
        if (!differences.container().isEmpty()) {
            out.append("\nDecided by the container, where `gateway.war` is alone in it:\n\n");
            differences.container().forEach((id, reason) -> out.append("- `" + id + "`: " + reason + "\n"));
        }
        return out.toString();
    }

    /** Its test fails unless exactly the listed cases differ. */
    private String inContainers() {
        List<RecordedCase> requests = results.getOrDefault(Engine.SERVLET, List.of()).stream()
                .map(Result::recorded)
                .filter(recorded -> !recorded.configOnly())
                .toList();
        List<RecordedCase> carried = ContainerCases.of(requests);
        long listed = carried.stream()
                .filter(recorded -> differences.container().containsKey(recorded.id()))
                .count();
        return "\n## In a stock Jetty\n\n"
                + "The same requests to a stock `jetty-home`, whose files are changed from case to case "
                + "(`StockJettyConformanceIT`: in `mvn verify` all cases made by hand and every eighth random "
                + "configuration, with `-Dconformance.every=1` all).\n\n"
                + "| way | requests | as above | decided by the container |\n|---|---:|---:|---:|\n"
                + String.format(
                        "| Jetty module and `gateway.war`, on the Gateways' ports | %d | %d | 0 |%n",
                        requests.size(), requests.size())
                + String.format(
                        "| `gateway.war` alone, on the container's ports (HTTP and HTTPS; handshakes are the container's) "
                                + "| %d | %d | %d |%n",
                        carried.size(), carried.size() - listed, listed);
    }

    private static String section(Engine engine, List<Result> results) {
        Map<String, List<Result>> byGroup = new TreeMap<>();
        results.forEach(r -> byGroup.computeIfAbsent(r.recorded().group(), g -> new ArrayList<>())
                .add(r));
        StringBuilder out = new StringBuilder("\n## " + title(engine) + "\n\n");
        out.append("| group | passed | listed as different | failed | total |\n|---|---:|---:|---:|---:|\n");
        byGroup.forEach((group, list) -> out.append(row(group, list)));
        return out.append(row("**all**", results)).toString();
    }

    private static String title(Engine engine) {
        return engine == Engine.CORE ? "Jetty core handler, TLS by Conscrypt" : "Servlet, TLS by the JDK";
    }

    private static String row(String name, List<Result> results) {
        return String.format(
                "| %s | %d | %d | %d | %d |%n",
                name,
                count(results, Result.Standing.PASSED),
                count(results, Result.Standing.DIFFERENT),
                count(results, Result.Standing.FAILED) + count(results, Result.Standing.WRONGLY_LISTED),
                results.size());
    }

    private static long count(List<Result> results, Result.Standing standing) {
        return results.stream().filter(r -> r.standing() == standing).count();
    }
}
