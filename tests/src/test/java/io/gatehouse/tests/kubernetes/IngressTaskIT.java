package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.jetty.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Istio's ingress task, each of its command lines as it stands, run by a shell with kubectl and curl: on the manifests
 * as they are, and with the launcher as a process that has the Deployment's arguments and account.
 *
 * <p>An API server alone runs no pod. So the test writes what others would: the Pod (Deployment and ReplicaSet
 * controller), its address (kubelet), the load balancer's address (cloud controller) and the endpoints of httpbin
 * (endpoint controller). And it carries connections from the ports of load balancer and node to the process, as
 * kube-proxy does to the pod.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedCluster.class)
class IngressTaskIT {
    private static final String INGRESS = "-n istio-system get service istio-ingressgateway -o jsonpath=";
    private static final String STATUS_200 = " -I http://httpbin.example.com:$INGRESS_PORT/status/200";
    private static final String RESOLVE = "curl --resolve httpbin.example.com:$INGRESS_PORT:$INGRESS_HOST";
    private static final String SECURE = "curl --resolve httpbin.example.com:$SECURE_INGRESS_PORT:$INGRESS_HOST -I -k "
            + "https://httpbin.example.com:$SECURE_INGRESS_PORT/status/200";

    @TempDir
    static Path directory;

    private static final List<AutoCloseable> open = new ArrayList<>();
    private static ApiServer cluster;
    private static String address;

    @BeforeAll
    static void installTheGateway(ApiServer shared) throws Exception {
        cluster = shared;
        address = Addresses.own();
        for (int port : new int[] {8080, 8443, 15021, 31400, 80, 443, 31380, 31390}) {
            Assumptions.assumeTrue(isFree(port), () -> "port " + port + " can't be had: see .ci/run");
        }
        cluster.kubectl("apply", "--server-side", "-f", Manifests.of("base/namespace.yaml"));
        cluster.kubectl("apply", "--server-side", "-k", Manifests.of("overlays/nodeport"));
        for (int[] ports : new int[][] {{80, 8080}, {31380, 8080}, {443, 8443}, {31390, 8443}}) {
            open.add(Cable.between(new InetSocketAddress(address, ports[0]), ports[1]));
        }
        Path samples = Files.createDirectories(directory.resolve("samples/httpbin"));
        Files.copy(Path.of(Manifests.of("samples/httpbin.yaml")), samples.resolve("httpbin.yaml"));
        startAsThePodDoes();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void startAsThePodDoes() throws Exception {
        Map<?, ?> template = map(map(map(Json.read(
                                cluster.get("/apis/apps/v1/namespaces/istio-system/deployments/istio-ingressgateway")))
                        .get("spec"))
                .get("template"));
        Map<String, Object> pod = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Pod"));
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", "istio-ingressgateway-1"));
        metadata.put("labels", map(template.get("metadata")).get("labels"));
        pod.put("metadata", metadata);
        pod.put("spec", template.get("spec"));
        // Into a namespace that takes no pod but a restricted one
        cluster.create("/api/v1/namespaces/istio-system/pods", Json.compact(pod));
        cluster.mergePatch(
                "/api/v1/namespaces/istio-system/pods/istio-ingressgateway-1/status",
                "{\"status\":{\"phase\":\"Running\",\"hostIP\":\"%1$s\",\"hostIPs\":[{\"ip\":\"%1$s\"}]}}"
                        .formatted(address));
        Map<?, ?> container = map(((List<?>) map(template.get("spec")).get("containers")).get(0));
        List<String> arguments = new ArrayList<>();
        ((List<?>) container.get("args")).forEach(argument -> arguments.add(argument.toString()));
        arguments.addAll(List.of(
                "--kubeconfig",
                cluster.serviceAccount("istio-system", "gatehouse").toString()));
        open.add(Launcher.start(directory.resolve("gateway.log"), arguments.toArray(String[]::new)));
    }

    @AfterAll
    static void removeTheGateway() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        if (cluster != null) {
            cluster.deleteAll("/api/v1/namespaces/istio-system/pods");
        }
    }

    /** Runs a line; variables that it exports are there for the next. */
    private static Shell.Result line(String command) throws Exception {
        return Shell.run(
                List.of("sh", "-c", """
                cd %s && export KUBECONFIG=%s
                istioctl() { kubectl "$@"; }
                [ ! -f variables ] || . ./variables
                %s
                code=$?
                export -p >variables
                exit $code
                """.formatted(
                                directory, cluster.kubeconfig(), command.replace("/tmp/", directory + "/"))),
                "");
    }

    private static String good(String command) throws Exception {
        Shell.Result result = line(command);
        assertEquals(0, result.code(), () -> command + ": " + result.err());
        return result.out().strip();
    }

    @Test
    @Order(1)
    void theSampleStartsAndACertificateIsMade() throws Exception {
        good("kubectl apply -f samples/httpbin/httpbin.yaml");
        HttpBin httpbin = HttpBin.start(address, 0);
        open.add(httpbin);
        cluster.apply(Objects.slice("httpbin", httpbin.port(), List.of(Objects.ready(address))));
        good("openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout /tmp/tls.key -out /tmp/tls.crt"
                + " -subj \"/CN=httpbin.example.com\"");
    }

    @Test
    @Order(2)
    void aNodePortServicePrintsNodePortsAndTheNode() throws Exception {
        String[] row = good("kubectl get svc istio-ingressgateway -n istio-system")
                .lines()
                .toList()
                .get(1)
                .split(" +");
        assertEquals("NodePort", row[1]);
        assertEquals("<none>", row[3]);
        assertEquals("80:31380/TCP,443:31390/TCP,31400:31400/TCP", row[4]);
        good("export INGRESS_PORT=$(kubectl " + INGRESS + "'{.spec.ports[?(@.name==\"http\")].nodePort}')");
        good("export SECURE_INGRESS_PORT=$(kubectl " + INGRESS + "'{.spec.ports[?(@.name==\"https\")].nodePort}')");
        good("export INGRESS_HOST=$(kubectl get po -l istio=ingressgateway -n istio-system -o"
                + " 'jsonpath={.items[0].status.hostIP}')");
        assertEquals("31380 31390 " + address, good("echo $INGRESS_PORT $SECURE_INGRESS_PORT $INGRESS_HOST"));
        Files.move(directory.resolve("variables"), directory.resolve("variables-node"));
    }

    @Test
    @Order(3)
    void aLoadBalancerServicePrintsItsPortsAndAddress() throws Exception {
        cluster.kubectl("apply", "--server-side", "-k", Manifests.of("base"));
        assertEquals("LoadBalancer <pending>", typeAndAddress());
        balanced("{\"hostname\":\"gateway.example.com\"}");
        assertEquals("LoadBalancer gateway.example.com", typeAndAddress());
        balanced("{\"ip\":\"" + address + "\"}");
        assertEquals("LoadBalancer " + address, typeAndAddress());
        good("export INGRESS_HOST=$(kubectl " + INGRESS + "'{.status.loadBalancer.ingress[0].ip}')");
        good("export INGRESS_PORT=$(kubectl " + INGRESS + "'{.spec.ports[?(@.name==\"http\")].port}')");
        good("export SECURE_INGRESS_PORT=$(kubectl " + INGRESS + "'{.spec.ports[?(@.name==\"https\")].port}')");
        assertEquals("80 443 " + address, good("echo $INGRESS_PORT $SECURE_INGRESS_PORT $INGRESS_HOST"));
        assertEquals(
                "31400 31400",
                good("kubectl " + INGRESS + "'{.spec.ports[?(@.name==\"tcp\")].port} "
                        + "{.spec.ports[?(@.name==\"tcp\")].nodePort}'"));
        Files.move(directory.resolve("variables"), directory.resolve("variables-balancer"));
    }

    private static void balanced(String ingress) throws Exception {
        cluster.mergePatch(
                "/api/v1/namespaces/istio-system/services/istio-ingressgateway/status",
                "{\"status\":{\"loadBalancer\":{\"ingress\":[" + ingress + "]}}}");
    }

    private static String typeAndAddress() throws Exception {
        String[] row = good("kubectl get svc istio-ingressgateway -n istio-system --no-headers")
                .split(" +");
        assertEquals("80:31380/TCP,443:31390/TCP,31400:31400/TCP", row[4]);
        return row[1] + " " + row[3];
    }

    @Test
    @Order(4)
    void gatewayAndVirtualServiceAreCreated() throws Exception {
        good(fed(Objects.gatewayWith("http"), "istioctl create -f -"));
        good(fed(Objects.seedVirtualService(), "istioctl create -f -"));
        good(". ./variables-balancer");
        Eventually.within(
                30, "httpbin is served", () -> line(RESOLVE + STATUS_200).out().startsWith("HTTP/1.1 200"));
    }

    private static String fed(String yaml, String command) {
        return "cat <<EOF | " + command + "\n" + yaml + "EOF";
    }

    @ParameterizedTest
    @ValueSource(strings = {"balancer", "node"})
    @Order(5)
    void httpIsServedAsTheTaskShows(String way) throws Exception {
        List<String> answer = answer(way, RESOLVE + STATUS_200);
        assertEquals("HTTP/1.1 200 OK", answer.get(0));
        assertTrue(answer.contains("server: envoy"), answer::toString);
        assertTrue(answer.stream().anyMatch("content-length: 0"::equalsIgnoreCase), answer::toString);
        assertTrue(
                answer.stream().anyMatch(each -> each.startsWith("x-envoy-upstream-service-time: ")), answer::toString);
        List<String> missing = answer(way, RESOLVE + " -I http://httpbin.example.com:$INGRESS_PORT/headers");
        assertEquals("HTTP/1.1 404 Not Found", missing.get(0));
        assertTrue(missing.contains("server: envoy"), missing::toString);
    }

    private static List<String> answer(String way, String curl) throws Exception {
        return good(". ./variables-" + way + "\n" + curl)
                .lines()
                .map(String::strip)
                .toList();
    }

    @Test
    @Order(6)
    void theSecretIsLoadedByItself() throws Exception {
        good("kubectl create -n istio-system secret tls istio-ingressgateway-certs --key /tmp/tls.key --cert"
                + " /tmp/tls.crt");
        good(fed(Objects.gatewayWith("http", "https"), "istioctl replace -f -"));
        Eventually.within(20, "https is served", () -> line(SECURE).out().startsWith("HTTP/2 200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"balancer", "node"})
    @Order(7)
    void httpsIsServedBesideHttp(String way) throws Exception {
        List<String> answer = answer(way, SECURE);
        assertEquals("HTTP/2 200", answer.get(0));
        assertTrue(answer.contains("server: envoy"), answer::toString);
        assertEquals("HTTP/1.1 200 OK", answer(way, RESOLVE + STATUS_200).get(0));
    }

    @Test
    @Order(8)
    void withoutItsServerHttpIsNotAccessible() throws Exception {
        good(fed(Objects.gatewayWith("https"), "istioctl replace -f -"));
        Eventually.within(
                20, "the port is closed", () -> line(RESOLVE + STATUS_200).code() != 0);
        assertNotEquals(0, line(". ./variables-node\n" + RESOLVE + STATUS_200).code());
        assertEquals("HTTP/2 200", answer("balancer", SECURE).get(0));
        assertEquals("HTTP/2 200", answer("node", SECURE).get(0));
    }

    @Test
    @Order(9)
    void theCleanupLeavesNothingOpen() throws Exception {
        good("istioctl delete gateway httpbin-gateway");
        good("istioctl delete virtualservice httpbin");
        good("kubectl delete -n istio-system secret istio-ingressgateway-certs");
        good("kubectl delete -f samples/httpbin/httpbin.yaml");
        Eventually.within(20, "https is closed", () -> line(SECURE).code() != 0);
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
