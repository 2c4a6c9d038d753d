package io.gatehouse.tests.dropin;

import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.tests.conformance.EmbeddedGateways;
import io.gatehouse.tests.conformance.Engine;
import io.gatehouse.tests.conformance.GatewayUnderTest;
import java.util.List;

/**
 * Serves one recorded configuration after the other in one stock Jetty, as its user would: by changing its files. One
 * that has errors replaces none, since the last good version of a resource would go on.
 */
final class StockGateways implements GatewayUnderTest.Factory {
    private static final String FILE = "case.yaml";
    private static final String APPLIED = "configuration applied";

    private final StockJetty jetty;
    private final EmbeddedGateways checks = new EmbeddedGateways(Engine.SERVLET, TlsProvider.JDK);
    private boolean clean = true;

    StockGateways(StockJetty jetty) {
        this.jetty = jetty;
    }

    @Override
    public GatewayUnderTest start(String configYaml) throws Exception {
        List<String> errors = errors(configYaml);
        if (!errors.isEmpty() && !clean) {
            apply("");
        }
        apply(configYaml);
        clean = false;
        return new Served(errors);
    }

    private void apply(String yaml) throws Exception {
        long before = jetty.logged();
        jetty.configure(FILE, yaml);
        StockJetty.await(
                "the configuration is served:\n" + yaml, () -> jetty.log(before).contains(APPLIED));
    }

    @Override
    public List<String> errors(String configYaml) throws Exception {
        return checks.errors(configYaml);
    }

    /** It goes on until the next configuration takes its place. */
    private record Served(List<String> errors) implements GatewayUnderTest {
        @Override
        public void close() {}
    }
}
