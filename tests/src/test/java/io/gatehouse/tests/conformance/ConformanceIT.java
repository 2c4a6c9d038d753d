package io.gatehouse.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded case is answered as the real Istio and Envoy answered it, on both engines: the core one with
 * Conscrypt's TLS, as the release comes, the Servlet one with the JDK's, as in a stock Jetty. Cases of TLS are asked with
 * the other one, too.
 *
 * <p>{@code -Dgatehouse.engine=core|servlet} runs one engine, {@code -Dconformance.groups=seed,host*} some groups,
 * {@code -Dconformance.case=group/name} one case. {@code target/conformance.md} gets the totals, and
 * {@code docs/conformance.md} must be the same.
 */
class ConformanceIT {
    private static final Path PAGE = Path.of("target", "conformance.md");
    private static final Path COMMITTED_PAGE = Path.of("..", "docs", "conformance.md");
    /** The page tells what this one's TLS does. */
    private static final int PAGE_JAVA = 17;

    private static final Predicate<String> TLS_GROUPS =
            group -> group.startsWith("tls") || group.startsWith("seed-https");

    private static final Differences DIFFERENCES = Differences.load();
    private static final Report REPORT = new Report(DIFFERENCES);
    private static final List<ConformanceRun> RUNS = new ArrayList<>();

    @AfterAll
    static void close() throws IOException {
        for (ConformanceRun run : RUNS) {
            run.close();
        }
    }

    @TestFactory
    Stream<DynamicNode> recordedCases() throws Exception {
        String only = System.getProperty("gatehouse.engine", "");
        List<DynamicNode> engines = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            String name = engine.name().toLowerCase(Locale.ROOT);
            if (only.isEmpty() || only.equals(name)) {
                TlsProvider tls = engine == Engine.CORE ? TlsProvider.CONSCRYPT : TlsProvider.JDK;
                TlsProvider other = engine == Engine.CORE ? TlsProvider.JDK : TlsProvider.CONSCRYPT;
                engines.add(dynamicContainer(name, groups(engine, tls, group -> true, REPORT::add)));
                engines.add(dynamicContainer(
                        name + ", " + other, groups(engine, other, TLS_GROUPS, (unreported, result) -> {})));
            }
        }
        engines.add(dynamicTest("docs/conformance.md is current", ConformanceIT::reportIsCurrent));
        return engines.stream();
    }

    private static void reportIsCurrent() throws IOException {
        REPORT.write(PAGE);
        boolean whole = Selection.isWhole()
                && System.getProperty("gatehouse.engine", "").isEmpty();
        assumeTrue(whole && Runtime.version().feature() == PAGE_JAVA, "only a whole run, on Java 17, makes the page");
        assertEquals(
                Files.readString(COMMITTED_PAGE),
                Files.readString(PAGE),
                "refresh it: cp tests/target/conformance.md docs/conformance.md");
    }

    private static Stream<DynamicContainer> groups(
            Engine engine, TlsProvider tls, Predicate<String> wanted, BiConsumer<Engine, Result> report)
            throws Exception {
        Ports ports = Ports.choose();
        TestCertificates certificates = new TestCertificates(Main.resource("certs"));
        ConformanceRun run = new ConformanceRun(certificates, ports, new EmbeddedGateways(engine, tls), DIFFERENCES);
        RUNS.add(run);
        Map<String, List<DynamicTest>> groups = new LinkedHashMap<>();
        for (RecordedCase recorded : Selection.cases(ports)) {
            if (wanted.test(recorded.group())) {
                groups.computeIfAbsent(recorded.group(), g -> new ArrayList<>())
                        .add(dynamicTest(recorded.name(), () -> {
                            Result result =
                                    new Result(recorded, run.run(recorded), DIFFERENCES.reason(recorded.id(), tls));
                            report.accept(engine, result);
                            assertTrue(result.good(), () -> Explanation.of(result));
                        }));
            }
        }
        return groups.entrySet().stream().map(group -> dynamicContainer(group.getKey(), group.getValue()));
    }
}
