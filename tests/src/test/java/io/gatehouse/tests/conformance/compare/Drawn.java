package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The choice of a backend where it was drawn: hidden when single requests are compared, judged over all repetitions. An
 * outcome that was recorded in a quarter of many repetitions must come up at least once.
 */
final class Drawn {
    private static final int MANY = 16;
    private final RecordedCase recorded;
    private final List<RecordedCase.Outcome> outcomes;
    private final boolean backendDrawn;

    private Drawn(RecordedCase recorded, List<RecordedCase.Outcome> outcomes, boolean backendDrawn) {
        this.recorded = recorded;
        this.outcomes = outcomes;
        this.backendDrawn = backendDrawn;
    }

    static Drawn of(RecordedCase recorded) {
        List<RecordedCase.Outcome> outcomes = new ArrayList<>(recorded.repeats());
        outcomes.add(outcome(recorded.response(), recorded.upstream()));
        boolean several = new HashSet<>(outcomes).size() > 1;
        return new Drawn(recorded, List.copyOf(outcomes), several || recorded.draw());
    }

    private static RecordedCase.Outcome outcome(ClientResponse response, List<UpstreamRequest> upstream) {
        List<String> backends = upstream.stream().map(UpstreamRequest::backend).toList();
        return new RecordedCase.Outcome(response.status(), backends);
    }

    /** False for a drawn outcome of another status than the recorded first: then there is nothing to compare with. */
    boolean comparable(ClientResponse response) {
        boolean statusDrawn =
                outcomes.stream().map(RecordedCase.Outcome::status).distinct().count() > 1;
        return !statusDrawn || response.status() == recorded.response().status();
    }

    ClientResponse hide(ClientResponse response) {
        if (!backendDrawn) {
            return response;
        }
        List<Header> headers = response.headers().stream()
                .map(h -> h.is("x-backend") ? new Header(h.name(), "(drawn)") : h)
                .toList();
        return new ClientResponse(
                response.status(),
                response.reason(),
                response.version(),
                headers,
                response.body().replaceFirst("^\\{\"backend\": \"\\w+\"", "{\"backend\": \"(drawn)\""),
                response.trailers(),
                response.interim(),
                response.failure(),
                response.handshake(),
                response.webSocketEcho(),
                response.tcp(),
                response.elapsedMillis());
    }

    List<UpstreamRequest> hide(List<UpstreamRequest> upstream) {
        if (!backendDrawn) {
            return upstream;
        }
        return upstream.stream()
                .map(r -> new UpstreamRequest(
                        "(drawn)", r.method(), r.path(), r.version(), r.headers(), r.body(), r.trailers(), r.broken()))
                .toList();
    }

    void compare(Observed observed, Verdict.Builder verdict) {
        if (recorded.repeats().isEmpty()) {
            return;
        }
        Set<RecordedCase.Outcome> seen = new HashSet<>();
        seen.add(outcome(observed.response(), observed.upstream()));
        observed.repeats().forEach(o -> seen.add(outcome(o.response(), o.upstream())));
        Set<RecordedCase.Outcome> possible = new HashSet<>(outcomes);
        if (!possible.containsAll(seen)) {
            verdict.differ("outcomes", possible, seen);
        }
        for (RecordedCase.Outcome outcome : possible) {
            long times = outcomes.stream().filter(outcome::equals).count();
            if (outcomes.size() >= MANY && times * 4 >= outcomes.size() && !seen.contains(outcome)) {
                verdict.differ("outcomes", "sometimes " + outcome, seen);
            }
        }
    }
}
