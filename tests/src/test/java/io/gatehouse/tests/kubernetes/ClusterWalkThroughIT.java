package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The Istio task's objects and what can become of them, against the launcher as a process with the rights of the
 * project's own manifests and no others. One step a test, in order. The task's own lines are in {@link IngressTaskIT}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedCluster.class)
class ClusterWalkThroughIT {
    private static final String HOST = "httpbin.example.com";
    private static final String CREDENTIAL = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: shop, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 443, name: https-shop, protocol: HTTPS}
                tls: {mode: SIMPLE, credentialName: shop-cert}
                hosts: [shop.example.com]
            """;
    private static final String ACCOUNT = "system:serviceaccount:istio-system:gatehouse";

    @TempDir
    static Path directory;

    private static ApiServer cluster;
    private static HttpBin httpbin;
    private static Launcher gateway;
    private static int http;
    private static int https;

    @BeforeAll
    static void startCluster(ApiServer shared) throws Exception {
        cluster = shared;
        httpbin = HttpBin.start(Addresses.own(), 0);
        http = ApiServer.freePort();
        https = ApiServer.freePort();
    }

    @AfterAll
    static void stopCluster() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (httpbin != null) {
            httpbin.close();
        }
    }

    @Test
    @Order(1)
    void theManifestsAreAcceptedByTheServer() throws Exception {
        cluster.kubectl("apply", "--server-side", "-k", Manifests.of("crds"));
        cluster.kubectl("wait", "--for=condition=Established", "crd", "--all");
        cluster.kubectl("apply", "--server-side", "-f", Manifests.of("base/namespace.yaml"));
        cluster.kubectl("apply", "--server-side", "-k", Manifests.of("base"));
    }

    @Test
    @Order(2)
    void aGatewayAndAVirtualServiceServeHttpbin() throws Exception {
        // Two ports that are free here, in the place of 8080 and 8443.
        cluster.kubectl(
                "patch",
                "-n",
                "istio-system",
                "svc/istio-ingressgateway",
                "--type=json",
                "-p",
                ("[{\"op\":\"replace\",\"path\":\"/spec/ports/0/targetPort\",\"value\":%d},"
                                + "{\"op\":\"replace\",\"path\":\"/spec/ports/1/targetPort\",\"value\":%d}]")
                        .formatted(http, https));
        gateway = Launcher.start(
                directory.resolve("gateway.log"),
                "run",
                "--kubernetes",
                "--kubeconfig",
                cluster.serviceAccount("istio-system", "gatehouse").toString(),
                "--admin=off");
        cluster.apply(Objects.service("httpbin"));
        cluster.apply(Objects.slice("httpbin", httpbin.port(), List.of(Objects.ready(Addresses.own()))));
        cluster.kubectlWith(Objects.gateway(), "create", "-f", "-");
        cluster.kubectlWith(Objects.seedVirtualService(), "create", "-f", "-");
        Eventually.within(30, "httpbin is served", () -> status("/status/200") == 200);
        assertEquals(404, Client.status(http, HOST, "/headers"));
    }

    @Test
    @Order(3)
    void aMisspeltFieldIsRefusedByTheKinds() throws Exception {
        Shell.Result result = cluster.tryKubectl(
                Objects.seedVirtualService().replace("prefix: /status", "prefxi: /status"), "apply", "-f", "-");
        assertNotEquals(0, result.code());
        assertTrue(result.err().contains("prefxi"), result.err());
    }

    @Test
    @Order(4)
    void theSecretOfTheTaskIsPickedUpByItself() throws Exception {
        secret("httpbin");
        cluster.kubectlWith(Objects.gatewayWith("http", "https"), "replace", "-f", "-");
        Eventually.within(10, "https is served", () -> Client.secureStatus(https, HOST, "/status/200") == 200);
        assertEquals(200, status("/status/200"));
    }

    @Test
    @Order(5)
    void aRotatedSecretIsShownAndOpenConnectionsLiveOn() throws Exception {
        String before = Client.certificate(https, HOST);
        try (SSLSocket open = Client.secure(https, HOST)) {
            secret("backend");
            Eventually.within(
                    10,
                    "the new certificate is shown",
                    () -> !Client.certificate(https, HOST).equals(before));
            assertTrue(Client.exchange(open, HOST, "/status/200").startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    @Order(6)
    void aDeletedSecretKeepsTheLastGoodCertificate() throws Exception {
        String before = Client.certificate(https, HOST);
        cluster.kubectl("delete", "-n", "istio-system", "secret", "istio-ingressgateway-certs");
        // A later change that is seen to be served proves that the deletion was taken before it.
        cluster.kubectl("label", "vs/httpbin", "seen=yes");
        cluster.apply(Objects.seedVirtualService().replace("/status", "/anything"));
        Eventually.within(10, "a later change is served", () -> status("/anything") == 200);
        assertEquals(before, Client.certificate(https, HOST));
    }

    @Test
    @Order(7)
    void aRemovedHttpServerClosesItsPortOnly() throws Exception {
        secret("httpbin");
        cluster.kubectlWith(Objects.gatewayWith("https"), "replace", "-f", "-");
        Eventually.within(10, "the port is closed", () -> status("/anything") == 0);
        Eventually.within(10, "https goes on", () -> Client.secureStatus(https, HOST, "/anything") == 200);
    }

    @Test
    @Order(8)
    void statusAndEventsTellWhatIsWrongAndWhere() throws Exception {
        Eventually.within(
                20,
                "the Gateway is accepted",
                () -> accepted("gateway/httpbin-gateway", "status").equals("True"));
        cluster.apply(
                Objects.seedVirtualService().replace("    route:", "    redirect: {uri: /elsewhere}\n    route:"));
        Eventually.within(
                10,
                "the VirtualService is refused",
                () -> accepted("vs/httpbin", "status").equals("False"));
        assertTrue(accepted("vs/httpbin", "message").contains("spec.http[0]"), accepted("vs/httpbin", "message"));
        assertEquals(
                cluster.kubectl("get", "vs/httpbin", "-o", "jsonpath={.metadata.generation}"),
                cluster.kubectl("get", "vs/httpbin", "-o", "jsonpath={.status.observedGeneration}"));
        assertTrue(cluster.kubectl("get", "vs/httpbin", "-o", "jsonpath={.status.validationMessages[*].level}")
                .contains("ERROR"));
        Eventually.within(
                10, "an Event tells it", () -> cluster.kubectl("get", "events").contains("virtualservice/httpbin"));
        assertEquals(200, Client.secureStatus(https, HOST, "/anything"), "the last good version goes on");
        cluster.apply(Objects.seedVirtualService());
        Eventually.within(
                10,
                "the mended VirtualService is accepted",
                () -> accepted("vs/httpbin", "status").equals("True"));
    }

    private static String accepted(String object, String field) throws Exception {
        return cluster.kubectl(
                "get", object, "-o", "jsonpath={.status.conditions[?(@.type==\"Accepted\")]." + field + "}");
    }

    @Test
    @Order(9)
    void theManifestsGiveTheRightsThatAreUsedAndNoOthers() throws Exception {
        AuditLog log = AuditLog.of(cluster.auditLog(), ACCOUNT);
        assertEquals(List.of(), List.copyOf(log.refused()));
        String clusterRole = cluster.kubectl("get", "clusterrole", "gatehouse", "-o", "yaml");
        String role = cluster.kubectl("get", "-n", "istio-system", "role", "gatehouse", "-o", "yaml");
        for (String rules : List.of(clusterRole, role)) {
            AuditLog.grants(rules).forEach(grant -> assertTrue(log.uses(grant), () -> "never used: " + grant));
        }
    }

    @Test
    @Order(10)
    void aCredentialIsServedOnceItsSecretMayBeRead() throws Exception {
        Path certificates = certificates();
        cluster.kubectl(
                "create",
                "secret",
                "tls",
                "shop-cert",
                "--key=" + certificates.resolve("other.key"),
                "--cert=" + certificates.resolve("other.crt"));
        cluster.apply(CREDENTIAL);
        Eventually.within(
                20,
                "the Secret is asked for",
                () -> AuditLog.of(cluster.auditLog(), ACCOUNT).misses("list secrets. shop-cert"));
        assertEquals("", Client.certificate(https, "shop.example.com"));
        // The two commands of docs/kubernetes.md
        cluster.kubectl(
                "create",
                "role",
                "gatehouse-shop-cert",
                "--verb=list,watch",
                "--resource=secrets",
                "--resource-name=shop-cert");
        cluster.kubectl(
                "create",
                "rolebinding",
                "gatehouse-shop-cert",
                "--role=gatehouse-shop-cert",
                "--serviceaccount=istio-system:gatehouse");
        Eventually.within(
                60,
                "the certificate is shown",
                () -> Client.certificate(https, "shop.example.com").contains("other.example.com"));
        cluster.kubectlWith(CREDENTIAL, "delete", "-f", "-");
    }

    @Test
    @Order(11)
    void deletingEverythingClosesEverything() throws Exception {
        cluster.kubectl("delete", "gateway", "httpbin-gateway");
        cluster.kubectl("delete", "virtualservice", "httpbin");
        Eventually.within(
                10, "https is closed", () -> Client.certificate(https, HOST).isEmpty());
    }

    private static void secret(String pair) throws Exception {
        Path certificates = certificates();
        String yaml = cluster.kubectl(
                "create",
                "-n",
                "istio-system",
                "secret",
                "tls",
                "istio-ingressgateway-certs",
                "--key",
                certificates.resolve(pair + ".key").toString(),
                "--cert",
                certificates.resolve(pair + ".crt").toString(),
                "--dry-run=client",
                "-o",
                "yaml");
        cluster.apply(yaml);
    }

    private static Path certificates() throws Exception {
        return Path.of(ClusterWalkThroughIT.class.getResource("/certs").toURI());
    }

    private static int status(String path) {
        try {
            return Client.status(http, HOST, path);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    @Order(12)
    void ourOwnVerbsWorkOnTheClusterAndValidateFirst() throws Exception {
        verb(Objects.gateway(), "create", "-f", "-");
        assertTrue(failing(Objects.gateway(), "create", "-f", "-").contains("already exists"));
        verb(Objects.gateway() + "---\n" + Objects.seedVirtualService(), "apply", "-f", "-");
        Eventually.within(10, "httpbin is served", () -> status("/status/200") == 200);
        String wrong = Objects.seedVirtualService().replace("    route:", "    redirect: {uri: /else}\n    route:");
        assertTrue(failing(wrong, "apply", "-f", "-").contains("spec.http[0]"));
        assertTrue(failing("", "delete", "gateway", "other").contains("not there"));
    }

    @Test
    @Order(13)
    void getShowsWhatTheClusterHasAndTakesBackWhatItPrints() throws Exception {
        Eventually.within(
                20,
                "the Gateway is accepted",
                () -> accepted("gateway/httpbin-gateway", "status").equals("True"));
        String table = verb("", "get", "gateway");
        assertTrue(
                table.matches("(?s)KIND +NAMESPACE +NAME +ACCEPTED +AGE\\R"
                        + "Gateway +default +httpbin-gateway +True +\\d+[smh]\\R"),
                table);
        String all = verb("", "get", "-A");
        assertTrue(all.contains("VirtualService") && all.contains("istio-ingressgateway"), all);
        String json = verb("", "get", "vs", "httpbin", "-n", "default", "-o", "json");
        assertEquals("VirtualService", ((Map<?, ?>) new Yaml().load(json)).get("kind"));
        assertTrue(failing("", "get", "gw", "other").contains("there is no Gateway other in namespace default"));
        String yaml = verb("", "get", "gw", "-o", "yaml");
        verb(yaml, "delete", "-f", "-");
        assertEquals("", cluster.kubectl("get", "gateways", "-o", "name"));
        assertEquals("", verb("", "get", "gw"));
    }

    private static String verb(String input, String... arguments) throws Exception {
        Shell.Result result = Launcher.run(input, cluster.kubeconfig(), arguments);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private static String failing(String input, String... arguments) throws Exception {
        Shell.Result result = Launcher.run(input, cluster.kubeconfig(), arguments);
        assertEquals(1, result.code(), result.out());
        return result.err();
    }
}
