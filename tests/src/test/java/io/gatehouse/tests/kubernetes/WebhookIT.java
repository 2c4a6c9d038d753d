package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse webhook} as a process, asked by a real API server with the project's own manifest. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedCluster.class)
class WebhookIT {
    private static final String CONFIGURATION = "validatingwebhookconfiguration/gatehouse";

    @TempDir
    static Path directory;

    private static ApiServer cluster;
    private static Launcher webhook;

    @BeforeAll
    static void startWebhook(ApiServer shared) throws Exception {
        cluster = shared;
        int port = ApiServer.freePort();
        Path cert = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        makeCertificate(cert, key);
        webhook = Launcher.start(
                directory.resolve("webhook.log"),
                "webhook",
                "--listen=127.0.0.1:" + port,
                "--cert=" + cert,
                "--key=" + key);
        Eventually.within(
                30, "the webhook is up", () -> Client.secureStatus(port, "gatehouse-webhook", "/healthz") == 200);
        // The API server of the tests reaches no Service.
        String byService = Files.readString(Path.of(Manifests.of("webhook/configuration.yaml")));
        String service = byService.substring(byService.indexOf("      service:"), byService.indexOf("    rules:"));
        String url = "      url: https://127.0.0.1:" + port + "/validate\n      caBundle: "
                + Base64.getEncoder().encodeToString(Files.readAllBytes(cert)) + "\n";
        cluster.apply(byService.replace(service, url));
        Eventually.within(20, "the API server asks", () -> create(bad("probe")).code() != 0);
    }

    /** As {@code docs/kubernetes.md} says, with this machine's address. */
    private static void makeCertificate(Path cert, Path key) throws Exception {
        Shell.Result made = Shell.run(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=gatehouse-webhook",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        cert.toString()),
                "");
        assertEquals(0, made.code(), made.err());
    }

    @AfterAll
    static void stopWebhook() throws Exception {
        if (webhook != null) {
            webhook.close();
            cluster.kubectl("delete", CONFIGURATION);
        }
    }

    @Test
    @Order(1)
    void aBadVirtualServiceIsRefusedWithWhatValidateSays() throws Exception {
        Shell.Result refused = create(bad("bad"));
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("validate.gatehouse.io"), refused.err());
        assertTrue(refused.err().contains("error GH0307 spec.http[0].route: "), refused.err());
        assertEquals("", cluster.kubectl("get", "virtualservices", "-o", "name"));
    }

    @Test
    @Order(2)
    void aGoodOneIsTakenAndTrapsAreWarnings() throws Exception {
        Shell.Result taken = create(good("good"));
        assertEquals(0, taken.code(), taken.err());
        assertEquals("", taken.err());
        Shell.Result meshOnly = create(good("mesh-only").replace("  gateways: [httpbin-gateway]\n", ""));
        assertEquals(0, meshOnly.code(), meshOnly.err());
        assertTrue(meshOnly.err().contains("Warning: warning GH0110 spec.gateways: "), meshOnly.err());
    }

    @Test
    @Order(3)
    void anUpdateIsJudgedToo() throws Exception {
        Shell.Result refused = cluster.tryKubectl(bad("good"), "apply", "-f", "-");
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("GH0307"), refused.err());
    }

    @Test
    @Order(4)
    void withoutAWebhookIgnoreTakesEverythingAndFailNothing() throws Exception {
        webhook.kill();
        assertEquals(0, create(bad("unjudged")).code());
        cluster.kubectl("patch", CONFIGURATION, "--type=json", "-p", """
                        [{"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Fail"}]""");
        Eventually.within(
                20,
                "nothing is taken",
                () -> cluster.tryKubectl(good("more"), "create", "--dry-run=server", "-f", "-")
                        .err()
                        .contains("failed calling webhook"));
    }

    @Test
    @Order(5)
    void whatIsThereCanBeDeletedWithOrWithoutAWebhook() throws Exception {
        cluster.kubectl("delete", "virtualservice", "good", "unjudged");
    }

    private static Shell.Result create(String yaml) throws Exception {
        return cluster.tryKubectl(yaml, "create", "-f", "-");
    }

    private static String good(String name) {
        return Objects.virtualService("httpbin").replace("{name: httpbin,", "{name: " + name + ",");
    }

    private static String bad(String name) {
        return good(name).replace("  - route:", "  - redirect: {uri: /elsewhere}\n    route:");
    }
}
