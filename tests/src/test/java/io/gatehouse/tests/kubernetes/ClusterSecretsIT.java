package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.source.kubernetes.ClusterAccess;
import io.gatehouse.source.kubernetes.ClusterScope;
import io.gatehouse.source.kubernetes.KubernetesSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of every form, mesh settings, and a directory beside the cluster. One gateway, one step a test. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedCluster.class)
class ClusterSecretsIT {
    @TempDir
    static Path directory;

    private static ApiServer cluster;
    private static GatewayServer gateway;

    @BeforeAll
    static void startGateway(ApiServer shared) throws Exception {
        cluster = shared;
        cluster.apply(GATEWAY + ROUTES.formatted("routes", "\"*\"", 200));
        gateway = GatewayConfig.builder()
                .paths(List.of(directory))
                .sources(KubernetesSource.connect(new ClusterAccess(cluster.kubeconfig(), null), ClusterScope.ALL))
                .ephemeralPorts()
                .drainTimeout(Duration.ZERO)
                .start();
    }

    @AfterAll
    static void stopGateway() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: secure, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
              - port: {number: 443, name: https-tls, protocol: HTTPS}
                tls: {mode: SIMPLE, credentialName: of-kind-tls}
                hosts: [tls.example.com]
              - port: {number: 443, name: https-own, protocol: HTTPS}
                tls: {mode: SIMPLE, credentialName: of-istio-system}
                hosts: [own.example.com]
              - port: {number: 443, name: https-generic, protocol: HTTPS}
                tls: {mode: MUTUAL, credentialName: generic}
                hosts: [generic.example.com]
              - port: {number: 443, name: https-companion, protocol: HTTPS}
                tls: {mode: MUTUAL, credentialName: with-companion}
                hosts: [companion.example.com]
            ---
            """;
    private static final String ROUTES = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %s, namespace: default}
            spec:
              hosts: [%s]
              gateways: [secure]
              http: [{directResponse: {status: %d}}]
            """;

    @Test
    @Order(1)
    void aSecretOfKindTlsServesItsHost() throws Exception {
        cluster.kubectl(
                "create", "secret", "tls", "of-kind-tls", "--key", file("wild.key"), "--cert", file("wild.crt"));
        awaitHost("tls.example.com", null);
        assertTrue(Client.certificate(https(), "tls.example.com").contains("wild.example.com"));
    }

    @Test
    @Order(2)
    void aSecretInTheGatewaysOwnNamespaceServesItsHost() throws Exception {
        cluster.kubectl(
                "create",
                "-n",
                "istio-system",
                "secret",
                "tls",
                "of-istio-system",
                "--key",
                file("other.key"),
                "--cert",
                file("other.crt"));
        awaitHost("own.example.com", null);
        assertTrue(Client.certificate(https(), "own.example.com").contains("other.example.com"));
    }

    @Test
    @Order(3)
    void aGenericSecretHoldsCertificateKeyAndAuthority() throws Exception {
        cluster.kubectl(
                "create",
                "secret",
                "generic",
                "generic",
                "--from-file=cert=" + file("httpbin.crt"),
                "--from-file=key=" + file("httpbin.key"),
                "--from-file=cacert=" + file("client-ca.pem"));
        awaitHost("generic.example.com", client());
        assertEquals(0, Client.secureStatus(https(), "generic.example.com", "/"), "without a client certificate");
    }

    @Test
    @Order(4)
    void aCompanionSecretHoldsTheAuthority() throws Exception {
        cluster.kubectl(
                "create",
                "secret",
                "tls",
                "with-companion",
                "--key",
                file("backend.key"),
                "--cert",
                file("backend.crt"));
        cluster.kubectl(
                "create", "secret", "generic", "with-companion-cacert", "--from-file=cacert=" + file("client-ca.pem"));
        awaitHost("companion.example.com", client());
        assertEquals(0, Client.secureStatus(https(), "companion.example.com", "/"), "without a client certificate");
    }

    @Test
    @Order(5)
    void aDeletedSecretLeavesTheLastGoodCertificateAndAWarning() throws Exception {
        assertFalse(problem("of-kind-tls"), () -> gateway.listeners() + "");
        cluster.kubectl("delete", "secret", "of-kind-tls");
        Eventually.within(10, "the loss is told", () -> problem("of-kind-tls"));
        assertTrue(Client.certificate(https(), "tls.example.com").contains("wild.example.com"));
        assertEquals(200, Client.secureStatus(https(), "tls.example.com", "/"));
    }

    private static boolean problem(String secret) {
        return gateway.listeners().stream()
                .flatMap(state -> state.problems().stream())
                .anyMatch(problem -> problem.contains(secret));
    }

    @Test
    @Order(6)
    void meshSettingsComeFromTheConfigMapOfIstio() throws Exception {
        assertTrue(answer().contains("server: envoy"), answer());
        cluster.kubectl(
                "create",
                "-n",
                "istio-system",
                "configmap",
                "istio",
                "--from-literal=mesh=defaultConfig: {proxyHeaders: {server: {value: of-the-mesh}}}");
        Eventually.within(10, "the mesh's setting is served", () -> answer().contains("server: of-the-mesh"));
        cluster.kubectl("delete", "-n", "istio-system", "configmap", "istio");
        Eventually.within(10, "the default is served again", () -> answer().contains("server: envoy"));
    }

    @Test
    @Order(7)
    void aDirectoryIsServedBesideTheClusterAndItsObjectsComeFirst() throws Exception {
        Path file = directory.resolve("routes.yaml");
        Files.writeString(file, ROUTES.formatted("of-the-directory", "files.example.com", 202));
        Eventually.within(
                20, "the file is served", () -> Client.status(gateway.port("http"), "files.example.com", "/") == 202);
        assertEquals(200, Client.status(gateway.port("http"), "cluster.example.com", "/"));
        Files.writeString(file, ROUTES.formatted("routes", "\"*\"", 203));
        Eventually.within(
                20,
                "the file's object counts",
                () -> Client.status(gateway.port("http"), "any.example.com", "/") == 203);
        Files.delete(file);
        Eventually.within(
                20, "the cluster's again", () -> Client.status(gateway.port("http"), "any.example.com", "/") == 200);
    }

    private static String answer() throws Exception {
        return Client.answer(gateway.port("http"), "any.example.com", "/");
    }

    private static void awaitHost(String host, TlsIdentity client) throws Exception {
        Eventually.within(
                10, host + " is served", () -> isOpen() && Client.secureStatus(https(), host, "/", client) == 200);
    }

    private static boolean isOpen() {
        return gateway.listeners().stream()
                .anyMatch(state -> state.key().port() == 443 && state.phase() == ListenerState.Phase.SERVING);
    }

    private static int https() {
        return gateway.port("https-tls");
    }

    private static TlsIdentity client() throws Exception {
        return TlsIdentity.read(
                Files.readAllBytes(Path.of(file("client.crt"))), Files.readAllBytes(Path.of(file("client.key"))));
    }

    private static String file(String name) throws Exception {
        return Path.of(ClusterSecretsIT.class.getResource("/certs/" + name).toURI())
                .toString();
    }
}
