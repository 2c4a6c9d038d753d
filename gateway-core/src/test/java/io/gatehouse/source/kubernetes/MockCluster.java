package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An API server on fabric8's mock server: discovery, lists and watches, and whatever can go wrong with them. */
final class MockCluster extends Dispatcher implements AutoCloseable {
    private static final Pattern RESOURCE =
            Pattern.compile("/(?:api/|apis/([^/]+)/)([^/]+)(?:/namespaces/([^/]+))?(?:/([^/]+))?");
    private static final Pattern NAME = Pattern.compile("fieldSelector=metadata.name(?:%3D|=)([\\w.-]+)");

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    /** By {@code version/plural} of what is served. */
    private final Map<String, String> served = new ConcurrentSkipListMap<>();
    /** By plural and then by {@code namespace/name}. */
    private final Map<String, Map<String, GenericKubernetesResource>> objects = new ConcurrentHashMap<>();

    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Map<String, List<WebSocket>> watches = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private MockWebServer server;
    private int port;
    private long version = 1;

    /** One that serves Kubernetes' own kinds, and is up. */
    static MockCluster start() {
        MockCluster cluster = new MockCluster();
        cluster.serve("v1", "services", "secrets", "configmaps");
        cluster.serve("discovery.k8s.io/v1", "endpointslices");
        cluster.up();
        return cluster;
    }

    /** Serves Istio's kinds in a version. */
    MockCluster withIstio(String version) {
        serve(
                "networking.istio.io/" + version,
                "gateways",
                "virtualservices",
                "destinationrules",
                "serviceentries",
                "workloadentries");
        return this;
    }

    void serve(String groupVersion, String... plurals) {
        for (String plural : plurals) {
            served.put(groupVersion + "/" + plural, plural);
        }
    }

    /** Serves a kind no longer. */
    void withdraw(String groupVersion, String plural) {
        served.remove(groupVersion + "/" + plural);
    }

    /** Opens the port, the same each time. */
    void up() {
        server = new MockWebServer();
        server.setDispatcher(this);
        server.start(InetAddress.getLoopbackAddress(), port);
        port = server.getPort();
    }

    /** Closes the port and all connections. */
    void down() {
        watches.clear();
        server.shutdown();
    }

    /** A client as the gateway makes it. */
    ClusterAccess access(Path directory) throws IOException {
        Path file = directory.resolve("kubeconfig");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: mock
                clusters:
                - name: mock
                  cluster: {server: "http://127.0.0.1:%d"}
                users:
                - name: mock
                  user: {token: t}
                contexts:
                - name: mock
                  context: {cluster: mock, user: mock}
                """.formatted(port));
        return new ClusterAccess(file, null);
    }

    /** Adds or changes an object, and tells those who watch. */
    synchronized void put(String plural, String yaml) {
        GenericKubernetesResource object = serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setResourceVersion(String.valueOf(++version));
        boolean known = of(plural).put(key(object), object) != null;
        tell(plural, known ? "MODIFIED" : "ADDED", serialization.asJson(object));
    }

    synchronized void delete(String plural, String key) {
        GenericKubernetesResource object = of(plural).remove(key);
        version++;
        tell(plural, "DELETED", serialization.asJson(object));
    }

    /** Changes an object while nobody hears of it. */
    synchronized void putUnheard(String plural, String yaml) {
        List<WebSocket> deaf = watches.remove(plural);
        put(plural, yaml);
        watches.put(plural, deaf == null ? new CopyOnWriteArrayList<>() : deaf);
    }

    private void tell(String plural, String type, String object) {
        String event = "{\"type\":\"" + type + "\",\"object\":" + object + "}";
        watches.getOrDefault(plural, List.of()).forEach(socket -> socket.send(event));
    }

    /** From now on the API server answers so when asked for a kind, or for {@code namespaces/NAMESPACE/KIND}. */
    void refuse(String plural, int status) {
        refused.put(plural, status);
    }

    void allow(String plural) {
        refused.remove(plural);
    }

    /** Ends every watch of a kind, as the API server does every few minutes. */
    void endWatches(String plural) {
        List<WebSocket> open = watches.remove(plural);
        if (open != null) {
            open.forEach(socket -> socket.close(1000, "timeout"));
        }
    }

    /** Says that what a watch has seen last is too long ago. */
    void gone(String plural) {
        tell(plural, "ERROR", status(410));
        endWatches(plural);
    }

    /** The lists and watches that were asked for, as {@code list /path} and {@code watch /path}. */
    List<String> requests() {
        return requests;
    }

    long lists(String plural) {
        return requests.stream()
                .filter(request -> request.startsWith("list ") && request.endsWith("/" + plural))
                .count();
    }

    boolean isWatched(String plural) {
        return !watches.getOrDefault(plural, List.of()).isEmpty();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath().replaceAll("\\?.*", "");
        Matcher matcher = RESOURCE.matcher(path);
        if (!matcher.matches()) {
            return answer(404, status(404));
        }
        String groupVersion = (matcher.group(1) == null ? "" : matcher.group(1) + "/") + matcher.group(2);
        String plural = matcher.group(4);
        if (plural == null) {
            return discovery(groupVersion);
        }
        boolean watch = request.getPath().contains("watch=true");
        requests.add((watch ? "watch " : "list ") + path);
        for (String what : List.of(plural, "namespaces/" + matcher.group(3) + "/" + plural)) {
            if (refused.containsKey(what)) {
                return answer(refused.get(what), status(refused.get(what)));
            }
        }
        if (!served.containsKey(groupVersion + "/" + plural)) {
            return answer(404, status(404));
        }
        if (watch) {
            return new MockResponse().withWebSocketUpgrade(new Listener(plural));
        }
        Matcher name = NAME.matcher(request.getPath());
        return answer(200, list(groupVersion, plural, matcher.group(3), name.find() ? name.group(1) : null));
    }

    private MockResponse discovery(String groupVersion) {
        String resources = served.keySet().stream()
                .filter(key -> key.startsWith(groupVersion + "/"))
                .map(key -> "{\"name\":\"" + key.substring(groupVersion.length() + 1)
                        + "\",\"namespaced\":true,\"kind\":\"K\",\"verbs\":[\"list\",\"watch\"]}")
                .collect(Collectors.joining(","));
        return resources.isEmpty()
                ? answer(404, status(404))
                : answer(
                        200,
                        "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"" + groupVersion
                                + "\",\"resources\":[" + resources + "]}");
    }

    private synchronized String list(String groupVersion, String plural, String namespace, String name) {
        List<String> items = new ArrayList<>();
        for (GenericKubernetesResource object : of(plural).values()) {
            boolean wanted =
                    (namespace == null || namespace.equals(object.getMetadata().getNamespace()))
                            && (name == null || name.equals(object.getMetadata().getName()));
            if (wanted) {
                object.setApiVersion(groupVersion);
                items.add(serialization.asJson(object));
            }
        }
        return "{\"kind\":\"List\",\"apiVersion\":\"" + groupVersion + "\",\"metadata\":{\"resourceVersion\":\""
                + version + "\"},\"items\":[" + String.join(",", items) + "]}";
    }

    private Map<String, GenericKubernetesResource> of(String plural) {
        return objects.computeIfAbsent(plural, key -> new TreeMap<>());
    }

    private static String key(GenericKubernetesResource object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    private static MockResponse answer(int status, String json) {
        return new MockResponse()
                .setResponseCode(status)
                .setHeader("Content-Type", "application/json")
                .setBody(json);
    }

    private static String status(int code) {
        String reason = switch (code) {
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 410 -> "Expired";
            default -> "InternalError";
        };
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code + ",\"reason\":\""
                + reason + "\",\"message\":\"mocked " + code + "\"}";
    }

    @Override
    public void close() {
        server.shutdown();
    }

    /** Remembers an open watch. */
    private final class Listener extends WebSocketListener {
        private final String plural;

        Listener(String plural) {
            this.plural = plural;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            watches.computeIfAbsent(plural, key -> new CopyOnWriteArrayList<>()).add(socket);
        }
    }
}
