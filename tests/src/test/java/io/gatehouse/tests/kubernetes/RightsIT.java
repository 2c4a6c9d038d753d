package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.json.Json;
import io.gatehouse.source.kubernetes.ClusterAccess;
import io.gatehouse.source.kubernetes.ClusterScope;
import io.gatehouse.source.kubernetes.KubernetesSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

/** Takes from the shipped rights one rule after the other: each is missed, and the gateway says so. */
@ExtendWith(SharedCluster.class)
class RightsIT {
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

    private static ApiServer cluster;

    @BeforeAll
    static void startCluster(ApiServer shared) {
        cluster = shared;
    }

    /** Objects that are not those of the account before, or their status would be written already. */
    private static void install(String account) throws Exception {
        String wrong = Objects.virtualService("httpbin")
                .replace("  - route:", "  - redirect: {uri: /" + account + "}\n    route:");
        cluster.apply(Objects.gateway() + "---\n" + wrong);
    }

    @Test
    void eachRuleIsMissedWhenItIsTakenAway() throws Exception {
        List<Map<String, Object>> roles = new ArrayList<>();
        String manifest = Files.readString(Path.of(Manifests.of("base/rbac.yaml")));
        for (Object document : new Yaml().loadAll(manifest)) {
            Map<String, Object> object = object(document);
            if (object.get("rules") != null) {
                roles.add(object);
            }
        }
        assertEquals(2, roles.size());
        int number = 0;
        for (Map<String, Object> role : roles) {
            for (Object rule : (List<?>) role.get("rules")) {
                missed("without-" + number++, roles, role, rule);
            }
        }
        assertTrue(number >= 9, number + " rules");
    }

    /** Away from istio-system, and with rights in one namespace only. */
    @Test
    void theChartsRightsForSomeNamespacesAreEnoughThere() throws Exception {
        String namespace = "gateways";
        cluster.apply(Objects.namespace(namespace));
        Shell.Result chart = Manifests.chart(
                namespace,
                "--set=watchNamespaces={default}",
                "--show-only=templates/rbac.yaml",
                "--show-only=templates/serviceaccount.yaml");
        assertEquals(0, chart.code(), chart::err);
        cluster.apply(chart.out());
        install("some");
        KubernetesSource source = KubernetesSource.connect(
                new ClusterAccess(cluster.serviceAccount(namespace, "gatehouse"), null),
                new ClusterScope(Set.of("default"), namespace));
        try (GatewayServer gateway = GatewayConfig.builder()
                .sources(source.writingStatus("some"))
                .namespace(namespace)
                .ephemeralPorts()
                .drainTimeout(Duration.ZERO)
                .start()) {
            gateway.awaitReady(Duration.ofSeconds(30));
            Eventually.within(20, "what is wrong is told", () -> {
                AuditLog log = AuditLog.of(cluster.auditLog(), "system:serviceaccount:gateways:gatehouse");
                return log.uses("create events.") && log.uses("patch virtualservices/status.networking.istio.io");
            });
            AuditLog log = AuditLog.of(cluster.auditLog(), "system:serviceaccount:gateways:gatehouse");
            assertEquals(Set.of(), log.refused());
            assertFalse(told(gateway), () -> gateway.diagnostics().toString());
        }
    }

    private static void missed(String account, List<Map<String, Object>> roles, Map<String, Object> role, Object rule)
            throws Exception {
        install(account);
        String own = "/namespaces/istio-system/";
        create("/api/v1" + own + "serviceaccounts", Map.of("metadata", named(account)));
        for (Map<String, Object> each : roles) {
            Map<String, Object> copy = new LinkedHashMap<>(each);
            copy.put("metadata", named(account));
            if (each == role) {
                List<Object> rules = new ArrayList<>((List<?>) each.get("rules"));
                assertTrue(rules.remove(rule));
                copy.put("rules", rules);
            }
            String kind = each.get("kind").toString();
            String place = RBAC + (kind.equals("Role") ? own : "/") + kind.toLowerCase(Locale.ROOT);
            create(place + "s", copy);
            create(place + "bindings", binding(kind, account));
        }
        cluster.deleteAll("/apis/coordination.k8s.io/v1" + own + "leases");
        Set<String> taken = AuditLog.grants(new Yaml().dump(Map.of("rules", List.of(rule))));
        String user = "system:serviceaccount:istio-system:" + account;
        KubernetesSource source = KubernetesSource.connect(
                new ClusterAccess(cluster.serviceAccount("istio-system", account), null), ClusterScope.ALL);
        try (GatewayServer gateway = GatewayConfig.builder()
                .sources(source.writingStatus(account))
                .ephemeralPorts()
                .drainTimeout(Duration.ZERO)
                .start()) {
            Eventually.within(20, rule + " is missed and that is told", () -> {
                AuditLog log = AuditLog.of(cluster.auditLog(), user);
                return taken.stream().anyMatch(log::misses) && told(gateway);
            });
        }
    }

    private static void create(String path, Map<String, Object> object) throws Exception {
        cluster.create(path, Json.compact(object));
    }

    /** As a finding for what can't be read, as a metric for what can't be written. */
    private static boolean told(GatewayServer gateway) {
        return gateway.diagnostics().stream()
                        .anyMatch(finding -> finding.position().source().startsWith("cluster:")
                                && finding.problem().contains("does not allow"))
                || gateway.metrics()
                        .lines()
                        .anyMatch(line -> line.startsWith("gatehouse_kubernetes_status_failures_total ")
                                && !line.endsWith(" 0.0"));
    }

    private static Map<String, Object> binding(String kind, String account) {
        return Map.of(
                "metadata",
                named(account),
                "roleRef",
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", kind, "name", account),
                "subjects",
                List.of(Map.of("kind", "ServiceAccount", "name", account, "namespace", "istio-system")));
    }

    private static Map<String, Object> named(String account) {
        return Map.of("name", account, "namespace", "istio-system");
    }

    private static Map<String, Object> object(Object document) {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) document).forEach((key, value) -> object.put(key.toString(), value));
        return object;
    }
}
