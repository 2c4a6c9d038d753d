package io.gatehouse.compile;

import io.gatehouse.resource.ConnectionPoolSettings;
import io.gatehouse.resource.ConnectionPoolSettings.H2UpgradePolicy;
import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.MeshConfig;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.TrafficPolicy;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.TrafficPolicySpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a port of a service is called: its DestinationRules over the MeshConfig over Istio's defaults. */
final class ServicePolicies {
    private final TrafficPolicyCompiler compiler;
    private final Localities localities;
    private final boolean upgrades;

    ServicePolicies(ResourceSet resources, CompileOptions options) {
        MeshConfig mesh =
                resources.ofKind(MeshConfig.class).stream().findFirst().orElse(null);
        Duration connect = mesh == null ? null : mesh.connectTimeout();
        this.compiler = new TrafficPolicyCompiler(
                new Credentials(resources, options),
                connect == null ? ConnectionPoolSpec.DEFAULT.connectTimeout() : connect);
        this.localities = new Localities(options.labels());
        this.upgrades = mesh != null && mesh.h2UpgradePolicy() == MeshConfig.H2UpgradePolicy.UPGRADE;
    }

    /**
     * What holds for one port and subset.
     *
     * @param spec for the cluster
     * @param protocol what its endpoints are spoken to with
     * @param written the policy as it was written
     */
    record Policy(TrafficPolicySpec spec, Protocol protocol, TrafficPolicy written, Localities localities) {
        List<EndpointSpec> arrange(List<EndpointSpec> endpoints) {
            return localities.arrange(endpoints, written);
        }
    }

    Policy of(KnownService service, List<DestinationRule> rules, KnownService.Port port, String subset) {
        TrafficPolicy written = TrafficPolicies.of(rules, port.number(), subset);
        String home =
                rules.isEmpty() ? service.namespace() : rules.get(0).metadata().namespace();
        TrafficPolicySpec spec = compiler.compile(
                written, home, service.subjectAltNames(), HealthCheckCompiler.of(rules, service.host()));
        return new Policy(spec, protocol(port.protocol(), written.connectionPool()), written, localities);
    }

    private Protocol protocol(Protocol named, @Nullable ConnectionPoolSettings pool) {
        ConnectionPoolSettings.Http http = pool == null ? null : pool.http();
        H2UpgradePolicy policy = http == null ? null : http.h2UpgradePolicy();
        boolean wanted = policy == H2UpgradePolicy.UPGRADE || upgrades && policy != H2UpgradePolicy.DO_NOT_UPGRADE;
        return named == Protocol.HTTP1 && wanted ? Protocol.HTTP2 : named;
    }
}
