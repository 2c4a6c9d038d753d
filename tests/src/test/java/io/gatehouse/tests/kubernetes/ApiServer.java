package io.gatehouse.tests.kubernetes;

import io.gatehouse.jetty.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real kube-apiserver with an etcd, of its own directory and ports. It can be killed and started again. */
final class ApiServer implements AutoCloseable {
    private static final String VERSION = "v1.37.2";
    private static final String ADMIN_TOKEN = "admin-of-the-tests";
    private static final String NETWORKING = "networking.istio.io";

    private final Path directory;
    private final Path binary;
    private final int etcdPort;
    private final int port;
    private final Process etcd;
    private Process server;
    private HttpClient client;

    private ApiServer(Path directory, Path binary) throws Exception {
        this.directory = directory;
        this.binary = binary;
        int[] ports = freePorts(3);
        etcdPort = ports[0];
        port = ports[2];
        etcd = process(
                "etcd",
                List.of(
                        "etcd",
                        "--data-dir=" + directory.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                        "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                        "--listen-peer-urls=http://127.0.0.1:" + ports[1]));
    }

    /** Starts one; the test is skipped on a machine without the programs. */
    static ApiServer start(Path directory) throws Exception {
        Optional<Path> binary = Tools.built("kube-apiserver-" + VERSION);
        Assumptions.assumeTrue(binary.isPresent(), "no kube-apiserver: run tests/kubernetes/apiserver/build");
        Assumptions.assumeTrue(Tools.onPath("etcd"), "no etcd on the PATH");
        Assumptions.assumeTrue(Tools.onPath("kubectl"), "no kubectl on the PATH");
        ApiServer server = new ApiServer(directory, binary.get());
        try {
            server.prepare();
            server.startServer();
        } catch (Exception e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void prepare() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        pem("sa.key", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pem("sa.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        Files.writeString(
                directory.resolve("audit.yaml"),
                "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n");
        Files.writeString(directory.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,\"system:masters\"\n");
    }

    private void pem(String file, String label, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private void startServer() throws Exception {
        server = process(
                "kube-apiserver",
                List.of(
                        binary.toString(),
                        "--etcd-servers=http://127.0.0.1:" + etcdPort,
                        "--bind-address=127.0.0.1",
                        // Never used, since there is no reconciler; else it is looked for by a default route
                        "--advertise-address=198.51.100.1",
                        "--secure-port=" + port,
                        "--cert-dir=" + directory.resolve("certs"),
                        "--token-auth-file=" + directory.resolve("tokens.csv"),
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + directory.resolve("sa.pub"),
                        "--service-account-signing-key-file=" + directory.resolve("sa.key"),
                        "--service-cluster-ip-range=10.0.0.0/16",
                        "--endpoint-reconciler-type=none",
                        "--audit-policy-file=" + directory.resolve("audit.yaml"),
                        "--audit-log-path=" + auditLog(),
                        "--disable-admission-plugins=ServiceAccount"));
        Eventually.within(60, "kube-apiserver ready", () -> {
            if (!server.isAlive()) {
                throw new IllegalStateException(Files.readString(directory.resolve("kube-apiserver.log")));
            }
            return ready();
        });
    }

    private boolean ready() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/readyz"))
                    .header("Authorization", "Bearer " + ADMIN_TOKEN)
                    .build();
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(Tls.trusting(certificate()))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    Path certificate() {
        return directory.resolve("certs").resolve("apiserver.crt");
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Forgets what etcd knows of the past, and so of what was deleted. */
    void compact() throws Exception {
        String revision = etcd("/v3/kv/range", "{\"key\":\"AA==\",\"limit\":\"1\"}")
                .replaceAll("(?s).*\"revision\":\"(\\d+)\".*", "$1");
        etcd("/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
    }

    private String etcd(String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + etcdPort + path))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
        return response.body();
    }

    /** The admin's. */
    Path kubeconfig() throws IOException {
        return kubeconfig("admin", ADMIN_TOKEN);
    }

    /** Of whoever has this token. */
    Path kubeconfig(String user, String token) throws IOException {
        Path file = directory.resolve("kubeconfig-" + user);
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: test
                clusters:
                - name: test
                  cluster: {server: "%s", certificate-authority: "%s"}
                users:
                - name: test
                  user: {token: "%s"}
                contexts:
                - name: test
                  context: {cluster: test, user: test}
                """.formatted(url(), certificate(), token));
        return file;
    }

    /** The kubeconfig of a service account, with a token that the API server issues. */
    Path serviceAccount(String namespace, String name) throws Exception {
        return kubeconfig(name, token(namespace, name));
    }

    /** A token that the API server issues. */
    String token(String namespace, String account) throws Exception {
        String answer = send(
                "POST",
                "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token",
                "application/json",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}",
                201);
        return ((Map<?, ?>) ((Map<?, ?>) Json.read(answer)).get("status")).get("token") + "";
    }

    /** From its next start on, this token is of this user and what was accepted so before is no longer. */
    void acceptToken(String token, String user) throws IOException {
        Files.writeString(
                directory.resolve("tokens.csv"),
                ADMIN_TOKEN + ",admin,admin,\"system:masters\"\n" + token + "," + user + ",user\n");
    }

    /** Runs kubectl as admin; its standard output. */
    String kubectl(String... arguments) throws Exception {
        return kubectlWith("", arguments);
    }

    /** Runs kubectl with a standard input. */
    String kubectlWith(String input, String... arguments) throws Exception {
        Shell.Result result = tryKubectl(input, arguments);
        if (result.code() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + result.err());
        }
        return result.out();
    }

    /** Runs kubectl, which may fail. */
    Shell.Result tryKubectl(String input, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig().toString()));
        command.addAll(List.of(arguments));
        return Shell.run(command, input);
    }

    /** {@code kubectl apply -f -}. */
    void apply(String yaml) throws Exception {
        // What validates is the server; on a busy machine kubectl may wait long for what it would need for that
        kubectlWith(yaml, "apply", "--validate=false", "-f", "-");
    }

    /** Changes an object without the second that a kubectl takes. */
    void mergePatch(String path, String json) throws Exception {
        send("PATCH", path, "application/merge-patch+json", json, 200);
    }

    /** Makes an object of JSON or YAML without the second that a kubectl takes. */
    void create(String path, String yaml) throws Exception {
        send("POST", path, "application/yaml", yaml, 201);
    }

    /** The JSON of an object or a list. */
    String get(String path) throws Exception {
        return send("GET", path, "application/json", "", 200);
    }

    private String send(String method, String path, String type, String body, int expected) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + ADMIN_TOKEN)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new AssertionError(method + " " + path + ": " + response.body());
        }
        return response.body();
    }

    /** As a class of tests finds it: the project's kinds, the namespace istio-system, and no object of other tests. */
    void reset() throws Exception {
        if (!get("/apis").contains(NETWORKING)) {
            kubectl("apply", "--server-side", "-k", Manifests.of("crds"));
            kubectl("wait", "--for=condition=Established", "crd", "--all");
            apply(Objects.namespace("istio-system"));
        }
        for (String namespace : List.of("default", "istio-system")) {
            for (String kind :
                    List.of("gateways", "virtualservices", "destinationrules", "serviceentries", "workloadentries")) {
                deleteAll("/apis/" + NETWORKING + "/v1/namespaces/" + namespace + "/" + kind);
            }
            for (String kind : List.of("services", "secrets", "configmaps")) {
                deleteAll("/api/v1/namespaces/" + namespace + "/" + kind);
            }
            deleteAll("/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices");
            deleteAll("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases");
        }
        deleteAll("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations");
    }

    /** Deletes the objects of a list. */
    void deleteAll(String path) throws Exception {
        send("DELETE", path, "application/json", "", 200);
    }

    private HttpClient client() throws IOException {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .sslContext(Tls.trusting(certificate()))
                    .build();
        }
        return client;
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    /** Starts it again after {@link #kill}. */
    void restart() throws Exception {
        startServer();
    }

    private Process process(String name, List<String> command) throws IOException {
        Path log = directory.resolve(name + ".log");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static int[] freePorts(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0);
            ports[i] = sockets[i].getLocalPort();
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        return freePorts(1)[0];
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : new Process[] {server, etcd}) {
            if (process != null) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** One line of JSON for each stage of each request. */
    Path auditLog() {
        return directory.resolve("audit.log");
    }
}
