package io.gatehouse.tests.conformance;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.control.ConfigCheck;
import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.resource.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts gateways in this process, as a program that embeds one does. */
public final class EmbeddedGateways implements GatewayUnderTest.Factory {
    private static final String SERVER_HEADER = "istio-envoy";
    private final Engine engine;
    private final TlsProvider tls;

    public EmbeddedGateways(Engine engine, TlsProvider tls) {
        this.engine = engine;
        this.tls = tls;
    }

    @Override
    public List<String> errors(String configYaml) throws IOException {
        Path file = Files.createTempFile("case", ".yaml");
        try {
            Files.writeString(file, configYaml);
            return errors(ConfigCheck.of(List.of(file), new SnapshotCompiler(CompileOptions.DEFAULT))
                    .diagnostics());
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public GatewayUnderTest start(String configYaml) throws Exception {
        GatewayServer server = GatewayConfig.yaml(configYaml)
                .serverHeader(SERVER_HEADER)
                .engine(GatewayConfig.Engine.valueOf(engine.name()))
                .tlsProvider(tls)
                .drainTimeout(Duration.ZERO)
                .start();
        return new Embedded(server);
    }

    private static List<String> errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(Diagnostic::isError)
                .map(Object::toString)
                .toList();
    }

    private record Embedded(GatewayServer server) implements GatewayUnderTest {
        @Override
        public List<String> errors() {
            return EmbeddedGateways.errors(server.diagnostics());
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
