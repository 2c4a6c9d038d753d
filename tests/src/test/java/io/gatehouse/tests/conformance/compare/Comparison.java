package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.RecordedCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges what our gateway did by what was recorded: status, headers, body, what the upstream saw and whether a port is
 * open must be equal; the allowances are each at their place.
 */
public final class Comparison {
    /** Shorter recorded times are the machine's, longer ones are delays and timeouts of the configuration. */
    private static final long TELLING_MILLIS = 250;

    private final ComparedHeaders headers;
    private final ComparedUpstream upstream;
    private final ComparedBody bodies;

    public Comparison(TestCertificates certificates) {
        headers = new ComparedHeaders(new ForwardedClientCertificate(certificates)::forOurs);
        bodies = new ComparedBody(headers);
        upstream = new ComparedUpstream(headers);
    }

    /** {@code settledStatus} is what we answer where we are stricter than recorded by decision, else 0. */
    public Verdict compare(RecordedCase recorded, Observed observed, int settledStatus) {
        Verdict.Builder verdict = new Verdict.Builder();
        if (settledStatus != 0) {
            verdict.equal("status", settledStatus, observed.response().status());
            verdict.equal("upstream requests", 0, observed.upstream().size());
            return verdict.build();
        }
        Drawn drawn = Drawn.of(recorded);
        Stream.concat(Stream.of(observed), observed.repeats().stream())
                .filter(one -> drawn.comparable(one.response()))
                .forEach(one -> compareOne(recorded, one, drawn, verdict));
        drawn.compare(observed, verdict);
        return verdict.build();
    }

    private void compareOne(RecordedCase recorded, Observed observed, Drawn drawn, Verdict.Builder verdict) {
        ClientResponse expected = drawn.hide(recorded.response());
        ClientResponse actual = drawn.hide(observed.response());
        compareFailure(recorded, expected.failure(), actual.failure(), verdict);
        compareHandshake(expected.handshake(), actual.handshake(), verdict);
        if (expected.failure() == null && actual.failure() == null) {
            if (recorded.request().tcp()) {
                verdict.equal("received", expected.tcp(), actual.tcp());
            } else {
                compareHttp(recorded, expected, actual, verdict);
            }
        }
        upstream.compare(drawn.hide(recorded.upstream()), drawn.hide(observed.upstream()), verdict);
    }

    private static void compareFailure(
            RecordedCase recorded, Failure expected, Failure actual, Verdict.Builder verdict) {
        boolean refused = expected != null && expected.kind() == Failure.Kind.REFUSED;
        boolean nowRefused = actual != null && actual.kind() == Failure.Kind.REFUSED;
        boolean timedOut = actual != null && actual.kind() == Failure.Kind.TIMEOUT;
        if ((expected == null) != (actual == null) || refused != nowRefused || timedOut) {
            verdict.differ("connection", or(expected, "a response"), or(actual, "a response"));
        } else if (expected != null && expected.kind() == Failure.Kind.ALERT && namesAlerts(recorded)) {
            verdict.equal("connection", expected, actual);
        }
    }

    /** Any refused handshake is as good as another, but a client certificate's refusal has its named alert. */
    private static boolean namesAlerts(RecordedCase recorded) {
        return recorded.config().contains("mode: MUTUAL") || recorded.config().contains("mode: OPTIONAL_MUTUAL");
    }

    private static void compareHandshake(
            ClientResponse.Handshake expected, ClientResponse.Handshake actual, Verdict.Builder verdict) {
        // An h2 recording of a TLS 1.3 failure, and a refused handshake, have none: nothing is known then.
        if (expected != null && actual != null) {
            verdict.equal("TLS version", expected.version(), actual.version());
            verdict.equal("ALPN", expected.alpn(), actual.alpn());
            verdict.equal("server certificate", expected.commonName(), actual.commonName());
        }
    }

    private void compareHttp(
            RecordedCase recorded, ClientResponse expected, ClientResponse actual, Verdict.Builder verdict) {
        verdict.equal("status", expected.status(), actual.status());
        verdict.equal("version", expected.version(), actual.version());
        if (!expected.reason().equals(actual.reason())) {
            verdict.note("reason: expected " + expected.reason() + ", got " + actual.reason());
        }
        boolean bodyEqual = recorded.draw() || bodies.compare(expected.body(), actual.body(), verdict);
        compareHeaders(recorded, expected, actual, bodyEqual, verdict);
        List<String> trailers =
                ComparedHeaders.difference(headers.recorded(expected.trailers()), headers.observed(actual.trailers()));
        trailers.forEach(t -> verdict.differ("trailers", t.startsWith("-") ? t.substring(2) : "none", t));
        verdict.equal("interim responses", expected.interim(), actual.interim());
        verdict.equal("WebSocket echo", expected.webSocketEcho(), actual.webSocketEcho());
        if (expected.elapsedMillis() >= TELLING_MILLIS && actual.elapsedMillis() < expected.elapsedMillis() * 3 / 4) {
            verdict.differ("elapsed ms", "about " + expected.elapsedMillis(), actual.elapsedMillis());
        }
    }

    private void compareHeaders(
            RecordedCase recorded,
            ClientResponse expected,
            ClientResponse actual,
            boolean bodyEqual,
            Verdict.Builder verdict) {
        List<String> difference = new ArrayList<>(
                ComparedHeaders.difference(headers.recorded(expected.headers()), headers.observed(actual.headers())));
        allowLength(recorded, expected, actual, bodyEqual, difference);
        difference.forEach(line -> verdict.differ(
                "response header",
                line.startsWith("- ") ? line.substring(2) : "nothing",
                line.startsWith("+ ") ? line.substring(2) : "nothing"));
        Set<String> names = new TreeSet<>();
        expected.headers().forEach(h -> names.add(h.name()));
        for (Header header : actual.headers()) {
            if (!names.contains(header.name()) && names.contains(header.lowerName())) {
                verdict.note("case of response header name " + header.name());
            }
        }
    }

    private static void allowLength(
            RecordedCase recorded,
            ClientResponse expected,
            ClientResponse actual,
            boolean bodyEqual,
            List<String> difference) {
        // A drawn or re-issued value inside an equal body changes its length: the framing has proved ours.
        if (bodyEqual && !expected.body().isEmpty() && both(difference, "content-length: ")) {
            difference.removeIf(line -> line.substring(2).startsWith("content-length: "));
        }
        // To HEAD, the recorded chunked 404 and the seed's content-length: 0 are as good.
        if ("HEAD".equals(recorded.request().method()) && expected.status() == 404) {
            difference.remove("- transfer-encoding: chunked");
            difference.remove("+ content-length: 0");
            difference.remove("- content-length: 0");
            difference.remove("+ transfer-encoding: chunked");
        }
        if ("HTTP/2".equals(actual.version())) {
            difference.remove("- content-length: 0");
            difference.remove("+ content-length: 0");
        }
    }

    private static boolean both(List<String> difference, String name) {
        return difference.stream().anyMatch(line -> line.startsWith("- " + name))
                && difference.stream().anyMatch(line -> line.startsWith("+ " + name));
    }

    private static Object or(Object value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
