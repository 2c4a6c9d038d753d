package io.gatehouse.tests.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.Ports;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.Json;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of comparison, tried on what was recorded: a case equals itself, and no longer when a value changes. */
class ComparisonTest {
    private final TestCertificates certificates = new TestCertificates(folder("certs"));
    private final Comparison comparison = new Comparison(certificates);

    @Test
    void everyRecordingEqualsItself() {
        recordings().filter(c -> !c.configOnly() && c.repeats().isEmpty()).forEach(c -> {
            Verdict verdict = comparison.compare(c, observed(c, c.response()), 0);
            assertEquals(List.of(), verdict.differences(), c.id());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "seed/status-200, status, 200, 404",
        "seed/status-200, x-backend, 'x-backend\", \"a\"', 'x-backend\", \"b\"'",
        "seed/status-200, backend, '{\\\"backend\\\": \\\"a\\\"', '{\\\"backend\\\": \\\"b\\\"'",
        "seed/status-200, attempt count, 'x-envoy-attempt-count\\\", \\\"1', 'x-envoy-attempt-count\\\", \\\"2'",
        "redirect/uri, location, '\"location\"', '\"elsewhere\"'",
        "direct/s204, reason kept aside, 204, 205",
    })
    void aChangedValueIsADifference(String id, String what, String from, String to) {
        Map<String, Object> json = line(id);
        RecordedCase recorded = RecordedCase.of(json);
        String response = Json.print(json.get("response")).replace(from, to);
        ClientResponse changed = ClientResponse.of(Json.parseObject(response));

        assertFalse(comparison.compare(recorded, observed(recorded, changed), 0).passed(), what);
    }

    @Test
    void drawnBackendsMustAllComeUp() {
        RecordedCase recorded = RecordedCase.of(line("dest-weight/sum-2"));
        Observed a = observed(recorded, recorded.response());

        assertFalse(comparison
                .compare(recorded, new Observed(a.response(), a.upstream(), List.of(a, a)), 0)
                .passed());
        assertTrue(comparison
                .compare(recorded, new Observed(a.response(), a.upstream(), List.of(a, fromB(a))), 0)
                .passed());
    }

    private static Observed fromB(Observed a) {
        List<Header> headers = a.response().headers().stream()
                .map(h -> h.is("x-backend") ? new Header(h.name(), "b") : h)
                .toList();
        List<UpstreamRequest> upstream = a.upstream().stream()
                .map(r -> new UpstreamRequest(
                        "b", r.method(), r.path(), r.version(), r.headers(), r.body(), r.trailers(), false))
                .toList();
        return new Observed(with(a.response(), headers), upstream, List.of());
    }

    @Test
    void aRequestThatNoBackendSawIsADifference() {
        RecordedCase recorded = RecordedCase.of(line("seed/status-200"));
        Observed nothing = new Observed(ours(recorded.response()), List.of(), List.of());

        Verdict verdict = comparison.compare(recorded, nothing, 0);

        assertEquals(List.of("upstream requests: expected [a GET /status/200], got []"), verdict.differences());
    }

    @Test
    void anEmptyLengthAnswersAHeadThatFoundNothingAsWellAsChunked() {
        RecordedCase recorded = RecordedCase.of(line("gateway/no-routes-head"));
        List<Header> headers = recorded.response().headers().stream()
                .map(h -> h.is("transfer-encoding") ? new Header("content-length", "0") : h)
                .toList();

        assertTrue(comparison
                .compare(recorded, observed(recorded, with(recorded.response(), headers)), 0)
                .passed());
    }

    @Test
    void aSettledCaseExpectsItsStatusAndNoUpstreamRequest() {
        RecordedCase recorded = RecordedCase.of(line("http/obs-fold"));

        assertFalse(comparison
                .compare(recorded, observed(recorded, recorded.response()), 400)
                .passed());
    }

    @Test
    void headerNamesMayDifferInCaseButItIsNoted() {
        RecordedCase recorded = RecordedCase.of(line("seed/status-200"));
        List<Header> headers = recorded.response().headers().stream()
                .map(h -> h.is("server") ? new Header("Server", h.value()) : h)
                .toList();

        Verdict verdict = comparison.compare(recorded, observed(recorded, with(recorded.response(), headers)), 0);

        assertEquals(List.of(), verdict.differences());
        assertEquals(List.of("case of response header name Server"), verdict.notes());
    }

    private Observed observed(RecordedCase recorded, ClientResponse response) {
        List<UpstreamRequest> upstream =
                recorded.upstream().stream().map(this::ours).toList();
        return new Observed(ours(response), upstream, List.of());
    }

    private UpstreamRequest ours(UpstreamRequest r) {
        List<Header> headers = r.headers().stream()
                .map(h -> new Header(h.name(), ourValue(h.value())))
                .toList();
        return new UpstreamRequest(
                r.backend(), r.method(), r.path(), r.version(), headers, r.body(), r.trailers(), r.broken());
    }

    private ClientResponse ours(ClientResponse r) {
        return new ClientResponse(
                r.status(),
                r.reason(),
                r.version(),
                r.headers(),
                r.body().startsWith("{\"backend\"") ? echo(r.body()) : r.body(),
                r.trailers(),
                r.interim(),
                r.failure(),
                r.handshake(),
                r.webSocketEcho(),
                r.tcp(),
                r.elapsedMillis());
    }

    private String echo(String body) {
        UpstreamRequest request = ours(UpstreamRequest.of(Json.parseObject(body)));
        return Json.print(request.echo());
    }

    private String ourValue(String recorded) {
        return new ForwardedClientCertificate(certificates).forOurs(recorded.replace("192.0.2.2", "127.0.0.1"));
    }

    private static ClientResponse with(ClientResponse r, List<Header> headers) {
        return new ClientResponse(
                r.status(),
                r.reason(),
                r.version(),
                headers,
                r.body(),
                r.trailers(),
                r.interim(),
                r.failure(),
                r.handshake(),
                r.webSocketEcho(),
                r.tcp(),
                r.elapsedMillis());
    }

    private static Stream<RecordedCase> recordings() {
        return new Recordings(folder("conformance/cases")).cases(g -> true, Ports.choose()).stream();
    }

    private static Map<String, Object> line(String id) {
        String[] both = id.split("/");
        return new Recordings(folder("conformance/cases"))
                .lines(both[0]).stream()
                        .map(Json::parseObject)
                        .filter(json -> json.get("name").equals(both[1]))
                        .findFirst()
                        .orElseThrow();
    }

    private static Path folder(String name) {
        try {
            return Path.of(ComparisonTest.class.getResource("/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
