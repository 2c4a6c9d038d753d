package io.gatehouse.tests.conformance;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.Compiled;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.jetty.exchange.GatewayErrorHandler;
import io.gatehouse.jetty.exchange.GatewayHandler;
import io.gatehouse.jetty.exchange.GatewayHttpConfiguration;
import io.gatehouse.jetty.listener.ListenerSettings;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.proxy.ProxyEngine;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.Snapshots;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.Resolver;
import io.gatehouse.upstream.UpstreamClient;
import io.gatehouse.validate.Validated;
import io.gatehouse.validate.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/** Starts gateways in this process. */
public final class EmbeddedGateways implements GatewayUnderTest.Factory {
    private final Engine engine;

    public EmbeddedGateways(Engine engine, TestCertificates certificates) {
        this.engine = engine;
    }

    @Override
    public List<String> errors(String configYaml) {
        return new Configuration(configYaml).errors();
    }

    @Override
    public GatewayUnderTest start(String configYaml) throws Exception {
        return new Running(engine, new Configuration(configYaml));
    }

    /** The good resources of a text, compiled. */
    private static final class Configuration {
        private final Compiled compiled;
        private final List<Diagnostic> diagnostics = new ArrayList<>();

        Configuration(String yaml) {
            Decoded decoded = new ResourceDecoder().decode("case.yaml", yaml);
            diagnostics.addAll(decoded.diagnostics());
            Validated validated = Validator.standard().check(ResourceSet.of(decoded.resources()));
            diagnostics.addAll(validated.diagnostics());
            compiled = new SnapshotCompiler(CompileOptions.DEFAULT.withServerHeader("istio-envoy"))
                    .compile(validated.accepted());
            diagnostics.addAll(compiled.diagnostics());
        }

        List<String> errors() {
            return diagnostics.stream()
                    .filter(Diagnostic::isError)
                    .map(Object::toString)
                    .toList();
        }
    }

    private static final class Running implements GatewayUnderTest {
        private final Server server = new Server(new InlineThreadPool(64));
        private final Snapshots snapshots = new Snapshots();
        private final UpstreamClient client =
                UpstreamClient.create(server.getThreadPool(), server.getScheduler(), server.getByteBufferPool(), 1);
        private final Listeners listeners;
        private final Clusters clusters;
        private final Configuration configuration;

        Running(Engine engine, Configuration configuration) throws Exception {
            this.configuration = configuration;
            LifeCycle.start(server.getThreadPool());
            LifeCycle.start(server.getScheduler());
            client.http().start();
            clusters = new Clusters(snapshots, client, Resolver.system(2));
            server.setHandler(
                    new GatewayHandler(snapshots, ExchangeChain.of(FilterOrder.filters(), new ProxyEngine(clusters))));
            server.setErrorHandler(new GatewayErrorHandler(snapshots));
            server.setStopTimeout(0);
            ListenerSettings usual = ListenerSettings.of(GatewayHttpConfiguration::create);
            listeners = new Listeners(
                    server,
                    snapshots,
                    clusters::find,
                    new ListenerSettings(
                            usual.http(),
                            false,
                            usual.idleTimeout(),
                            usual.headersTimeout(),
                            usual.handshakeTimeout(),
                            Duration.ZERO,
                            usual.backlog()));
            server.start();
            listeners.start();
            snapshots.publish(configuration.compiled.snapshot());
        }

        @Override
        public List<String> errors() {
            return configuration.errors();
        }

        @Override
        public void close() {
            try {
                listeners.close();
                server.stop();
                clusters.close();
                client.http().stop();
                LifeCycle.stop(server.getScheduler());
                LifeCycle.stop(server.getThreadPool());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
