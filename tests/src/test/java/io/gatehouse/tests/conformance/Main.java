package io.gatehouse.tests.conformance;

import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs recorded cases without a build: {@code java -cp … io.gatehouse.tests.conformance.Main [--engine core|servlet]
 * [--tls-provider jdk|conscrypt] [--config] [--quiet] [--notes] [GROUP|GROUP/NAME|PREFIX*]…}. {@code --config} prints each failing case's configuration,
 * {@code --quiet} only the totals, {@code --notes} what differs where it may. Exit status 1 when a case fails.
 */
public final class Main {
    private final List<String> wanted = new ArrayList<>();
    private final Set<String> flags = new TreeSet<>();
    private Engine engine = Engine.CORE;
    private TlsProvider tls = TlsProvider.JDK;

    Main(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--engine")) {
                engine = Engine.valueOf(args[++i].toUpperCase(java.util.Locale.ROOT));
            } else if (args[i].equals("--tls-provider")) {
                tls = TlsProvider.named(args[++i]);
            } else if (args[i].startsWith("--")) {
                flags.add(args[i]);
            } else {
                wanted.add(args[i]);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Main main = new Main(args);
        boolean good = main.run(engine -> new EmbeddedGateways(engine, main.tls));
        System.exit(good ? 0 : 1);
    }

    /** A folder of the test resources. */
    public static Path resource(String name) throws URISyntaxException {
        URL url = Main.class.getResource("/" + name);
        if (url == null) {
            throw new IllegalStateException("no resource " + name);
        }
        return Path.of(url.toURI());
    }

    /** Exact names, and prefixes that end in {@code *}; an empty list wants everything. */
    static Predicate<String> matching(List<String> names) {
        return name -> names.isEmpty()
                || names.stream()
                        .anyMatch(n ->
                                n.endsWith("*") ? name.startsWith(n.substring(0, n.length() - 1)) : name.equals(n));
    }

    /** True when every case selected came out as it must. */
    boolean run(Function<Engine, GatewayUnderTest.Factory> factories) throws Exception {
        Ports ports = Ports.choose();
        TestCertificates certificates = new TestCertificates(resource("certs"));
        Differences differences = Differences.load();
        List<RecordedCase> cases = selected(new Recordings(resource("conformance/cases")), ports);
        Map<String, Map<Result.Standing, Integer>> totals = new TreeMap<>();
        Map<String, Integer> notes = new TreeMap<>();
        try (ConformanceRun run = new ConformanceRun(certificates, ports, factories.apply(engine), differences)) {
            for (RecordedCase recorded : cases) {
                Result result = new Result(recorded, run.run(recorded), differences.reason(recorded.id(), tls));
                totals.computeIfAbsent(recorded.group(), g -> new EnumMap<>(Result.Standing.class))
                        .merge(result.standing(), 1, Integer::sum);
                result.verdict().notes().forEach(n -> notes.merge(n, 1, Integer::sum));
                print(result, run);
            }
        }
        totals.forEach((group, counts) -> System.out.println(group + " " + counts));
        if (flags.contains("--notes")) {
            notes.forEach((note, times) -> System.out.println(times + " x " + note));
        }
        return totals.values().stream()
                .noneMatch(c -> c.containsKey(Result.Standing.FAILED) || c.containsKey(Result.Standing.WRONGLY_LISTED));
    }

    private List<RecordedCase> selected(Recordings recordings, Ports ports) {
        Predicate<String> names = matching(wanted);
        return recordings.cases(g -> true, ports).stream()
                .filter(c -> names.test(c.group()) || names.test(c.id()))
                .toList();
    }

    private void print(Result result, ConformanceRun run) {
        if (result.good() || flags.contains("--quiet")) {
            return;
        }
        System.out.println(Explanation.of(result));
        if (flags.contains("--config")) {
            run.gatewayErrors().forEach(e -> System.out.println("  gateway: " + e));
            System.out.println(run.filled(result.recorded().config()).indent(4));
        }
    }
}
