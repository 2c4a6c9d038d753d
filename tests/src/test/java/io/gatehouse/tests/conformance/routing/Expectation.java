package io.gatehouse.tests.conformance.routing;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.Decision;
import io.gatehouse.route.Decision.Outcome;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.Snapshot;
import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.RecordedCase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads off a recorded answer what routing must have decided, as far as the answer tells. */
final class Expectation {
    private static final Set<Outcome> NOT_FOUND =
            Set.of(Outcome.NO_LISTENER, Outcome.NO_VIRTUAL_HOST, Outcome.NO_ROUTE, Outcome.MISDIRECTED);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final RecordedCase recorded;
    private final Map<String, Integer> backends;

    /** @param backends placeholder to port */
    Expectation(RecordedCase recorded, Map<String, Integer> backends) {
        this.recorded = recorded;
        this.backends = backends;
    }

    /** Null when the decision fits, else what does not. */
    String problem(Snapshot snapshot, Decision decision) {
        if (!recorded.upstream().isEmpty()) {
            return forwarded(snapshot, decision);
        }
        int status = recorded.response().status();
        String body = recorded.response().body();
        if (isGrpc() || action(decision) instanceof RouteAction.DirectResponse answer && isHead(answer, status)) {
            return null;
        }
        if (status == 404 && body.isEmpty()) {
            return NOT_FOUND.contains(decision.outcome()) ? null : "404 was recorded";
        }
        if (REDIRECTS.contains(status)) {
            boolean redirect = decision.outcome() == Outcome.HTTPS_REDIRECT
                    || action(decision) instanceof RouteAction.Redirect answer && answer.status() == status;
            return redirect ? null : "a redirect was recorded";
        }
        if (status == 200 && !recorded.request().method().equals("OPTIONS")) {
            return direct(decision, body);
        }
        return status == 503 && body.isEmpty() ? unknown(snapshot, decision) : null;
    }

    /** An answer to HEAD shows no body to compare. */
    private boolean isHead(RouteAction.DirectResponse answer, int status) {
        boolean bodiless =
                answer.body().length == 0 || recorded.request().method().equals("HEAD");
        return bodiless && answer.status() == status;
    }

    /** To these clients the gateway's own answers are all 200. */
    private boolean isGrpc() {
        return Header.first(recorded.request().headers(), "content-type")
                .filter(type -> type.startsWith("application/grpc"))
                .isPresent();
    }

    private static RouteAction action(Decision decision) {
        return decision.route() == null ? null : decision.route().action();
    }

    private static String direct(Decision decision, String body) {
        if (!(action(decision) instanceof RouteAction.DirectResponse answer)) {
            return body.equals("fault filter abort") ? null : "a direct response was recorded";
        }
        String ours = new String(answer.body(), StandardCharsets.UTF_8);
        return body.isEmpty() || ours.equals(body) ? null : "the body " + body + " was recorded, not " + ours;
    }

    private String forwarded(Snapshot snapshot, Decision decision) {
        String backend = recorded.upstream().get(0).backend();
        Integer port = backends.get("BACKEND_" + backend.toUpperCase(Locale.ROOT));
        if (port == null) {
            return null;
        }
        if (!(action(decision) instanceof RouteAction.Forward forward)) {
            return "backend " + backend + " got it";
        }
        boolean led = forward.destinations().stream()
                .flatMap(each -> snapshot.clusters().get(each.cluster()).endpoints().stream())
                .anyMatch(endpoint -> endpoint.port() == port);
        return led || isMirror(decision) ? null : "backend " + backend + " got it, not " + forward;
    }

    private static boolean isMirror(Decision decision) {
        return decision.route() != null && !decision.route().policy().mirrors().isEmpty();
    }

    private static String unknown(Snapshot snapshot, Decision decision) {
        if (!(action(decision) instanceof RouteAction.Forward forward)) {
            return "503 of a destination was recorded";
        }
        ClusterSpec cluster =
                snapshot.clusters().get(forward.destinations().get(0).cluster());
        return cluster.unknown() != null || cluster.resolution() == ClusterSpec.Resolution.DNS_UNDEFINED
                ? null
                : "an unknown destination was recorded, not " + cluster;
    }
}
