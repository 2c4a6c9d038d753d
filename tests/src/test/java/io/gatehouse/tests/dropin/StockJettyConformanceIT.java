package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.tests.conformance.ConformanceRun;
import io.gatehouse.tests.conformance.ContainerCases;
import io.gatehouse.tests.conformance.Differences;
import io.gatehouse.tests.conformance.Explanation;
import io.gatehouse.tests.conformance.Main;
import io.gatehouse.tests.conformance.Ports;
import io.gatehouse.tests.conformance.Result;
import io.gatehouse.tests.conformance.Selection;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.RecordedCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded cases, asked of a stock Jetty whose files are changed from case to case: all that were made by hand, and
 * those of every eighth random configuration, or of each with {@code -Dconformance.every=1}. The two servers run side by
 * side, as both mostly wait.
 */
class StockJettyConformanceIT {
    private static final int EVERY = Integer.getInteger("conformance.every", 8);
    private static final String SERVER_HEADER = "istio-envoy";
    private static final Differences DIFFERENCES = Differences.load();

    @TempDir
    private static Path directory;

    private static ExecutorService runs;
    private static Future<String> moduleAndWar;
    private static Future<String> warAlone;

    @BeforeAll
    static void start() {
        runs = Executors.newFixedThreadPool(2);
        moduleAndWar = runs.submit((Callable<String>) StockJettyConformanceIT::runModuleAndWar);
        warAlone = runs.submit((Callable<String>) StockJettyConformanceIT::runWarAlone);
    }

    @AfterAll
    static void stop() {
        runs.shutdownNow();
    }

    @Test
    void gatewaysPortsAnswerAsRecorded() throws Exception {
        assertEquals("", moduleAndWar.get());
    }

    @Test
    void containersPortsAnswerAsRecordedButForWhatTheContainerDecides() throws Exception {
        assertEquals("", warAlone.get());
    }

    private static String runModuleAndWar() throws Exception {
        Ports ports = Ports.choose();
        try (StockJetty jetty = new StockJetty(directory.resolve("module")).unpack(Artifacts.jettyModule())) {
            jetty.addModules("gatehouse").deploy();
            jetty.with("gatehouse.drain=0")
                    .with("gatehouse.server-header=" + SERVER_HEADER)
                    .start();
            List<RecordedCase> requests =
                    sample(ports).stream().filter(c -> !c.configOnly()).toList();
            return failures(jetty, ports, requests, DIFFERENCES::reason);
        }
    }

    private static String runWarAlone() throws Exception {
        Ports ports = Ports.choose();
        try (StockJetty jetty = new StockJetty(directory.resolve("war"))) {
            jetty.addModules("http,http2c,https,http2,ee10-deploy").deploy();
            Path keys = jetty.base().resolve("keys.p12");
            new TestCertificates(Main.resource("certs"))
                    .keyStore(keys, List.of("httpbin", "wild", "other"), "client-ca");
            jetty.configure("case.yaml", "");
            jetty.onJvm("-Dgatehouse.config=gatehouse")
                    .onJvm("-Dgatehouse.server-header=" + SERVER_HEADER)
                    .with("jetty.http.host=127.0.0.1")
                    .with("jetty.http.port=" + ports.number("HTTP_PORT"))
                    .with("jetty.ssl.host=127.0.0.1")
                    .with("jetty.ssl.port=" + ports.number("HTTPS_PORT"))
                    .with("jetty.sslContext.keyStorePath=" + keys)
                    .with("jetty.sslContext.keyStorePassword=password")
                    .with("jetty.sslContext.wantClientAuth=true")
                    .with("second.http.port=" + ports.number("HTTP_PORT2"))
                    .with("second.ssl.port=" + ports.number("HTTPS_PORT2"))
                    .with(Main.resource("dropin/second-connectors.xml").toString());
            DocumentedCommands.block("jetty-war.md", "ini").forEach(jetty::with);
            jetty.start();
            return failures(jetty, ports, ContainerCases.of(sample(ports)), DIFFERENCES::reasonInContainer);
        }
    }

    /** Whole configurations, so that consecutive cases share one; and whatever is listed as different. */
    private static List<RecordedCase> sample(Ports ports) throws Exception {
        Set<String> random = new LinkedHashSet<>();
        List<RecordedCase> chosen = new ArrayList<>();
        for (RecordedCase recorded : Selection.cases(ports)) {
            boolean listed = DIFFERENCES.reasonInContainer(recorded.id()) != null;
            boolean byHand = !recorded.group().startsWith("random");
            if (!byHand) {
                random.add(recorded.config());
            }
            if (byHand || listed || random.size() % EVERY == 0) {
                chosen.add(recorded);
            }
        }
        return chosen;
    }

    private static String failures(
            StockJetty jetty, Ports ports, List<RecordedCase> cases, UnaryOperator<String> excuse) throws Exception {
        TestCertificates certificates = new TestCertificates(Main.resource("certs"));
        try (ConformanceRun run = new ConformanceRun(certificates, ports, new StockGateways(jetty), DIFFERENCES)) {
            return cases.stream()
                    .map(recorded -> new Result(recorded, run.run(recorded), excuse.apply(recorded.id())))
                    .filter(result -> !result.good())
                    .map(Explanation::of)
                    .collect(Collectors.joining("\n"));
        }
    }
}
