package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a cluster's users apply, taken by a real API server in a dry run, which refuses an unknown field, and by
 * kubeconform with the schemas of that server.
 */
@ExtendWith(SharedCluster.class)
class ManifestsIT {
    private static final String NAMESPACE = "istio-system";
    private static ApiServer cluster;

    @TempDir
    private static Path schemas;

    @BeforeAll
    static void prepare(ApiServer shared) throws Exception {
        cluster = shared;
        for (String name : List.of(NAMESPACE, "shop")) {
            cluster.apply(Objects.namespace(name));
        }
        // Others' kinds, of which only the place is checked.
        for (String kind : List.of(
                "monitoring.coreos.com ServiceMonitor servicemonitors",
                "cert-manager.io Issuer issuers",
                "cert-manager.io Certificate certificates")) {
            String[] words = kind.split(" ");
            cluster.apply(anything(words[0], words[1], words[2]));
        }
        cluster.kubectl("wait", "--for=condition=Established", "crd", "--all");
        // The server tells of a new kind a little after it serves it
        Eventually.within(20, "the schemas of all kinds", () -> {
            String paths = cluster.get("/openapi/v3");
            return paths.contains("cert-manager.io/v1") && paths.contains("monitoring.coreos.com/v1");
        });
        Schemas.write(cluster, schemas);
    }

    private static String anything(String group, String kind, String plural) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %3$s.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: %2$s, plural: %3$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group, kind, plural);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crds",
                "base",
                "overlays/nodeport",
                "overlays/monitoring",
                "webhook",
                "overlays/webhook-cert-manager"
            })
    void everyKustomizationIsAccepted(String directory) throws Exception {
        accepted(cluster.kubectl("kustomize", Manifests.of(directory)));
    }

    @Test
    void everySampleIsAccepted() throws Exception {
        cluster.kubectl("apply", "--dry-run=server", "-f", Manifests.of("samples"));
    }

    @Test
    void everyFileConformsAsItStands() throws Exception {
        // What kustomize and Helm make of theirs is judged by itself
        Shell.Result judged =
                kubeconform("", "-skip=Kustomization", "-ignore-filename-pattern=helm/", Manifests.of("base/.."));
        assertEquals(0, judged.code(), judged::out);
        assertTrue(judged.out().contains("Invalid: 0, Errors: 0"), judged::out);
    }

    @ParameterizedTest
    @CsvSource({
        "base/deployment.yaml, readOnlyRootFilesystem, readOnlyRootFileSystem",
        "base/rbac.yaml, resourceNames, resourceName",
        "base/service.yaml, targetPort: 8080, targetPort: [8080]",
        "crds/gateways.yaml, jsonPath, jsonpath",
        "webhook/configuration.yaml, failurePolicy, failPolicy"
    })
    void aMisspeltFieldDoesNotConform(String file, String field, String misspelt) throws Exception {
        String manifest = Files.readString(Path.of(Manifests.of(file)));
        assertTrue(manifest.contains(field), manifest);
        Shell.Result judged = kubeconform(manifest.replaceFirst(field, misspelt));
        assertNotEquals(0, judged.code());
        assertTrue(judged.out().contains(misspelt.replaceFirst(":.*", "")), judged::out);
    }

    @Test
    void aMisspeltFieldOfOurKindsDoesNotConform() throws Exception {
        String routes = Objects.seedVirtualService();
        assertEquals(0, kubeconform(routes).code(), () -> "as it is");
        Shell.Result judged = kubeconform(routes.replace("prefix: /status", "prefxi: /status"));
        assertTrue(judged.code() != 0 && judged.out().contains("prefxi"), judged::out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "service.type=NodePort,serviceMonitor.enabled=true,serviceMonitor.labels.release=prometheus",
                "name=gatehouse,labels.istio=gatehouse,credentials[0].namespace=istio-system,credentials[0].name=shop",
                "webhook.enabled=true,webhook.failurePolicy=Fail,webhook.caBundle=Y2E=",
                "webhook.enabled=true,webhook.certManager=true,image.tag=1.0,image.pullPolicy=Always",
                "service.type=ClusterIP,status=false,watchNamespaces={shop},jvmOptions=-Xmx1g,args={--access-log=-},"
                        + "credentials[0].namespace=shop,credentials[0].name=shop-cert,autoscaling.enabled=false,"
                        + "podDisruptionBudget.enabled=false,networkPolicy.enabled=false,nodeSelector.a=b"
            })
    void theChartIsAcceptedWithAnyOfItsValues(String values) throws Exception {
        accepted(Manifests.chart(NAMESPACE, "--set", values).out());
    }

    private static void accepted(String manifests) throws Exception {
        cluster.kubectlWith(manifests, "apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", "-");
        Shell.Result judged = kubeconform(manifests);
        assertEquals(0, judged.code(), judged::out);
    }

    @Test
    void theChartMakesWhatTheBaseMakes() throws Exception {
        Map<String, Object> base = objects(cluster.kubectl("kustomize", Manifests.of("base")));
        // Helm makes the namespace when it is asked to (--create-namespace).
        base.remove("Namespace/" + NAMESPACE);
        assertEquals(base, objects(Manifests.chart(NAMESPACE).out()));
        Map<String, Object> webhook = objects(cluster.kubectl("kustomize", Manifests.of("webhook")));
        assertEquals(
                webhook,
                objects(Manifests.chart(NAMESPACE, "--set", "webhook.enabled=true", "-s", "templates/webhook.yaml")
                        .out()));
    }

    @Test
    void theChartRefusesAMisspeltValue() throws Exception {
        Shell.Result refused = Manifests.chart(NAMESPACE, "--set", "replica=3");
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("replica"), refused::err);
    }

    @Test
    void theChartHasNoFault() throws Exception {
        Shell.Result lint =
                Shell.run(List.of(Tools.of("helm"), "lint", "--strict", Manifests.of("helm/gatehouse")), "");
        assertEquals(0, lint.code(), lint::out);
    }

    private static Shell.Result kubeconform(String manifests, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Tools.of("kubeconform"), "-strict", "-summary", "-schema-location", Schemas.location(schemas)));
        command.addAll(List.of(arguments));
        return Shell.run(command, manifests);
    }

    private static Map<String, Object> objects(String manifests) {
        Map<String, Object> objects = new TreeMap<>();
        for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifests)) {
            if (each instanceof Map<?, ?> object && object.get("metadata") instanceof Map<?, ?> metadata) {
                objects.put(object.get("kind") + "/" + metadata.get("name"), object);
            }
        }
        return objects;
    }
}
