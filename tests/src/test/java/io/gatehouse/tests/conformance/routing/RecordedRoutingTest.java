package io.gatehouse.tests.conformance.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.Decision;
import io.gatehouse.route.DecisionTrace;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.tests.conformance.Ports;
import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compiles each recorded configuration and decides each recorded request, without a socket. */
class RecordedRoutingTest {
    private static final List<String> BACKENDS =
            List.of("A", "B", "C", "TLS", "GRPC", "TCP", "TCP_B", "CLOSER", "GARBAGE", "REFUSED");

    /** Here the recorder's Envoy refused the listener (two servers for one name) and answered by an older one. */
    private static final Set<String> STALE = Set.of("random-gateways/g16-9");

    private final Map<String, Integer> placeholders = new LinkedHashMap<>();
    private final ResourceDecoder decoder = new ResourceDecoder();
    private int checked;

    @TestFactory
    Stream<DynamicTest> requestsAreRoutedAsRecorded() throws URISyntaxException {
        Ports ports = Ports.choose();
        placeholders.putAll(ports.numbers());
        BACKENDS.forEach(name -> placeholders.put("BACKEND_" + name, 40_001 + BACKENDS.indexOf(name)));
        URL folder = getClass().getResource("/conformance/cases");
        Recordings recordings = new Recordings(Path.of(folder.toURI()));
        Stream<DynamicTest> groups = recordings.groups().stream()
                .filter(group -> !group.equals("validation"))
                .map(group -> DynamicTest.dynamicTest(group, () -> checkGroup(recordings.cases(group::equals, ports))));
        return Stream.concat(
                groups,
                Stream.of(DynamicTest.dynamicTest(
                        "most cases tell something", () -> assertTrue(checked > 700, "only " + checked))));
    }

    private void checkGroup(List<RecordedCase> cases) {
        List<String> problems = new ArrayList<>();
        Map<String, Snapshot> compiled = new LinkedHashMap<>();
        for (RecordedCase each : cases) {
            if (tells(each)) {
                Snapshot snapshot = compiled.computeIfAbsent(each.config(), this::compile);
                String problem = problem(each, snapshot);
                if (problem != null) {
                    problems.add(each.id() + ": " + problem);
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    /** Whether routing had its say: the request got past the checks of HTTP itself. */
    private static boolean tells(RecordedCase recorded) {
        ClientRequest request = recorded.request();
        return !recorded.refused()
                && !STALE.contains(recorded.id())
                && request != null
                && recorded.response() != null
                && request.kind().equals("http")
                && request.raw() == null
                && request.host() != null
                && request.path().startsWith("/")
                && !request.port().equals("TLS_PORT")
                && !request.method().equals("CONNECT");
    }

    private Snapshot compile(String config) {
        String text = config.replace("${CERTS}", "/certs");
        for (Map.Entry<String, Integer> each : placeholders.entrySet()) {
            text = text.replace("${" + each.getKey() + "}", each.getValue().toString());
        }
        Decoded decoded = decoder.decode("config.yaml", text);
        return new SnapshotCompiler(CompileOptions.DEFAULT)
                .compile(ResourceSet.of(decoded.resources()))
                .snapshot();
    }

    /** A port that is not open, and a name that no server of an open one has, are told apart. */
    private static String unserved(RecordedCase recorded, Snapshot snapshot, ListenerKey key) {
        boolean open = snapshot.listeners().stream().anyMatch(each -> each.key().equals(key));
        if (recorded.response().failure().equals(Failure.REFUSED)) {
            boolean noCertificate = recorded.group().equals("tls-missing-cert");
            return open && !noCertificate ? "the port was recorded as not open" : null;
        }
        boolean reset =
                recorded.group().equals("random-gateways") && recorded.request().tls() != null;
        return reset && snapshot.server(key, recorded.request().tls().sni()) != null
                ? "the handshake was recorded as refused"
                : null;
    }

    private String problem(RecordedCase recorded, Snapshot snapshot) {
        int port = placeholders.get(recorded.request().port());
        ListenerKey key = snapshot.listeners().stream()
                .map(ListenerSpec::key)
                .filter(each -> each.port() == port)
                .findFirst()
                .orElse(new ListenerKey("0.0.0.0", port));
        RecordedView view = RecordedView.of(recorded.request(), key);
        if (view == null) {
            return null;
        }
        checked++;
        if (recorded.response().failure() != null) {
            return unserved(recorded, snapshot, key);
        }
        Decision decision = snapshot.decide(view);
        Decision traced = snapshot.decide(view, new DecisionTrace() {});
        if (!decision.equals(traced)) {
            return "traced, it is decided otherwise: " + traced;
        }
        String problem = new Expectation(recorded, placeholders).problem(snapshot, decision);
        return problem == null ? null : problem + "; decided " + decision.outcome() + " " + decision.route();
    }
}
