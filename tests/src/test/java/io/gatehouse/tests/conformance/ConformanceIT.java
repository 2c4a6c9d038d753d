package io.gatehouse.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded case is answered as the real Istio and Envoy answered it, on both engines.
 *
 * <p>{@code -Dgatehouse.engine=core|servlet} runs one engine, {@code -Dconformance.groups=seed,host*} some groups,
 * {@code -Dconformance.case=group/name} one case. {@code target/conformance.md} gets the totals.
 */
class ConformanceIT {
    private static final Report REPORT = new Report();
    private static final List<ConformanceRun> RUNS = new ArrayList<>();

    @AfterAll
    static void report() throws IOException {
        for (ConformanceRun run : RUNS) {
            run.close();
        }
        REPORT.write(Path.of("target", "conformance.md"));
    }

    @TestFactory
    Stream<DynamicNode> recordedCases() throws Exception {
        String only = System.getProperty("gatehouse.engine", "");
        List<DynamicNode> engines = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            String name = engine.name().toLowerCase(Locale.ROOT);
            if (only.isEmpty() || only.equals(name)) {
                engines.add(dynamicContainer(name, groups(engine)));
            }
        }
        return engines.stream();
    }

    private static Stream<DynamicContainer> groups(Engine engine) throws Exception {
        Ports ports = Ports.choose();
        TestCertificates certificates = new TestCertificates(Main.resource("certs"));
        Differences differences = Differences.load();
        ConformanceRun run = new ConformanceRun(certificates, ports, new EmbeddedGateways(engine), differences);
        RUNS.add(run);
        Map<String, List<DynamicTest>> groups = new LinkedHashMap<>();
        for (RecordedCase recorded : selected(ports)) {
            groups.computeIfAbsent(recorded.group(), g -> new ArrayList<>())
                    .add(dynamicTest(recorded.name(), () -> judge(recorded, run, differences, engine)));
        }
        return groups.entrySet().stream().map(group -> dynamicContainer(group.getKey(), group.getValue()));
    }

    private static List<RecordedCase> selected(Ports ports) throws Exception {
        Predicate<String> groups = Main.matching(names("conformance.groups"));
        Predicate<String> cases = Main.matching(names("conformance.case"));
        return new Recordings(Main.resource("conformance/cases"))
                .cases(groups, ports).stream().filter(c -> cases.test(c.id())).toList();
    }

    private static List<String> names(String property) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? List.of() : List.of(value.split(","));
    }

    private static void judge(RecordedCase recorded, ConformanceRun run, Differences differences, Engine engine) {
        Result result = new Result(recorded, run.run(recorded), differences.reason(recorded.id(), engine));
        REPORT.add(engine, result);
        assertTrue(result.good(), () -> Explanation.of(result));
    }
}
