package io.gatehouse.telemetry;

import io.gatehouse.route.Decision;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import java.util.List;

/**
 * Why a request is served as it is: what was asked, in order, with the positions of the user's own configuration, and
 * what came of it. Made by the matcher that serves requests, with a trace.
 *
 * @param request in one line
 * @param steps listeners, servers, virtual hosts and routes that were looked at, in order
 * @param decision how it ended
 * @param verdict the outcome in one sentence
 * @param endpoints where it may go, as far as anything is known of them
 */
public record Explanation(
        String request,
        List<ExplainedStep> steps,
        Decision decision,
        String verdict,
        List<ExplainedEndpoint> endpoints) {
    public Explanation {
        steps = List.copyOf(steps);
        endpoints = List.copyOf(endpoints);
    }

    /** Explains what a snapshot makes of a request. */
    public static Explanation of(Snapshot snapshot, RequestView request) {
        StepTrace trace = new StepTrace(request);
        Decision decision = snapshot.decide(request, trace);
        return new Explanation(
                line(request), trace.steps(), decision, Verdict.of(snapshot, request, decision), List.of());
    }

    /** The same, with what somebody who serves requests knows of the endpoints. */
    public Explanation with(List<ExplainedEndpoint> known) {
        return new Explanation(request, steps, decision, verdict, known);
    }

    private static String line(RequestView request) {
        String query = request.query() == null ? "" : "?" + request.query();
        String sni = request.sni() == null ? "" : ", server name (SNI) " + request.sni();
        return request.method() + " " + request.scheme() + "://" + request.authority() + request.path() + query
                + " on port " + request.localPort() + sni;
    }

    /** For a terminal: a line a step, conditions indented, the verdict last. */
    public String text() {
        StringBuilder out = new StringBuilder(request).append('\n');
        for (ExplainedStep step : steps) {
            out.append(step.taken() ? "  + " : "  - ").append(step.what());
            if (!step.position().isEmpty()) {
                out.append("  (").append(step.position()).append(')');
            }
            out.append('\n');
            for (ExplainedStep.Condition condition : step.conditions()) {
                out.append(condition.met() ? "      met      " : "      not met  ")
                        .append(condition.what());
                if (!condition.actual().isEmpty()) {
                    out.append(": ").append(condition.actual());
                }
                out.append('\n');
            }
        }
        out.append("=> ").append(verdict).append('\n');
        for (ExplainedEndpoint endpoint : endpoints) {
            out.append("     ")
                    .append(endpoint.endpoint())
                    .append("  ")
                    .append(endpoint.health())
                    .append('\n');
        }
        return out.toString();
    }

    /** One JSON object: {@code request}, {@code steps[]}, {@code outcome}, {@code verdict}, and {@code endpoints[]} where they are known. */
    public String json() {
        StringBuilder out = new StringBuilder();
        JsonText json = new JsonText(out).open('{').member("request", request);
        json.name("steps").open('[');
        for (ExplainedStep step : steps) {
            json.open('{')
                    .member("kind", step.kind())
                    .member("what", step.what())
                    .member("position", step.position());
            json.name("taken").value(step.taken());
            json.name("conditions").open('[');
            for (ExplainedStep.Condition condition : step.conditions()) {
                json.open('{').member("what", condition.what());
                json.name("met").value(condition.met());
                json.member("actual", condition.actual()).close('}');
            }
            json.close(']').close('}');
        }
        json.close(']').member("outcome", decision.outcome().name()).member("verdict", verdict);
        if (!endpoints.isEmpty()) {
            json.name("endpoints").open('[');
            for (ExplainedEndpoint endpoint : endpoints) {
                json.open('{')
                        .member("cluster", endpoint.cluster())
                        .member("endpoint", endpoint.endpoint())
                        .member("health", endpoint.health())
                        .close('}');
            }
            json.close(']');
        }
        json.close('}');
        return out.toString();
    }
}
