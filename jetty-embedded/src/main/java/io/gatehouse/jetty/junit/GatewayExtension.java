package io.gatehouse.jetty.junit;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.resource.Diagnostic;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a gateway for the tests of a class ({@code @RegisterExtension static final}) or for each test (not static). The
 * tests fail when the configuration has an error, or a port does not open within ten seconds.
 */
public final class GatewayExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Duration READY = Duration.ofSeconds(10);

    private final GatewayConfig config;
    private @Nullable GatewayServer gateway;
    private boolean ofClass;

    private GatewayExtension(GatewayConfig config) {
        this.config = config;
    }

    /** A gateway of this configuration; {@link GatewayConfig.Builder#ephemeralPorts()} suits tests. */
    public static GatewayExtension of(GatewayConfig.Builder config) {
        return new GatewayExtension(config.build());
    }

    /** The running gateway. */
    public GatewayServer gateway() {
        if (gateway == null) {
            throw new IllegalStateException("no test is running: register it with @RegisterExtension");
        }
        return gateway;
    }

    /**
     * A URL on this machine.
     *
     * @param server the Gateway's server, by its name
     * @param path with its leading slash
     */
    public URI uri(String server, String path) {
        return URI.create("http://localhost:" + gateway().port(server) + path);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        ofClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (!ofClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!ofClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    private void start() throws Exception {
        GatewayServer started = GatewayServer.start(config);
        gateway = started;
        List<Diagnostic> errors =
                started.diagnostics().stream().filter(Diagnostic::isError).toList();
        if (!errors.isEmpty()) {
            stop();
            throw new IllegalArgumentException("the configuration has errors: " + errors);
        }
        started.awaitReady(READY);
    }

    private void stop() throws Exception {
        GatewayServer running = gateway;
        gateway = null;
        if (running != null) {
            running.close();
        }
    }
}
