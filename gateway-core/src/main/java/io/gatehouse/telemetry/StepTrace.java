package io.gatehouse.telemetry;

import io.gatehouse.route.DecisionTrace;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Route;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.Header;
import io.gatehouse.route.condition.WithoutHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a decision's steps down. */
final class StepTrace implements DecisionTrace {
    private final RequestView request;
    private final List<ExplainedStep> steps = new ArrayList<>();
    private final List<ExplainedStep.Condition> conditions = new ArrayList<>();
    private @Nullable Route route;

    StepTrace(RequestView request) {
        this.request = request;
    }

    List<ExplainedStep> steps() {
        endRoute();
        return steps;
    }

    @Override
    public void listener(ListenerSpec listener, boolean matched) {
        String mapped =
                listener.gatewayPort() == listener.key().port() ? "" : " (Gateway port " + listener.gatewayPort() + ")";
        add("listener", "listener " + listener.key() + mapped + ", " + listener.protocol(), "", matched);
    }

    @Override
    public void server(ServerSpec server, boolean matched) {
        add(
                "server",
                "server " + server.name() + " of Gateway " + server.gateway() + ", hosts "
                        + String.join(", ", server.hosts()),
                server.position().toString(),
                matched);
    }

    @Override
    public void virtualHost(VirtualHost host, boolean matched) {
        add("virtual host", "virtual host " + host.domain() + ", " + routes(host), "", matched);
    }

    private static String routes(VirtualHost host) {
        int count = host.routes().size();
        String redirect = host.httpsRedirect() ? ", redirected to https" : "";
        return (count == 1 ? "1 route" : count + " routes") + redirect;
    }

    @Override
    public void route(Route next) {
        endRoute();
        route = next;
    }

    @Override
    public void condition(Condition condition, boolean matched) {
        conditions.add(new ExplainedStep.Condition(condition.describe(), matched, matched ? "" : actual(condition)));
    }

    /** What the request has where a condition looks, when the request line doesn't tell. */
    private String actual(Condition condition) {
        String name = condition instanceof Header header
                ? header.name()
                : condition instanceof WithoutHeader without ? without.name() : null;
        if (name == null || name.startsWith(":")) {
            return "";
        }
        String value = request.header(name);
        return value == null ? "the request has none" : "the request has \"" + value + "\"";
    }

    private void endRoute() {
        Route ended = route;
        if (ended != null) {
            boolean taken = conditions.stream().allMatch(ExplainedStep.Condition::met);
            String name = ended.name().isEmpty() ? "route" : "route " + ended.name();
            steps.add(new ExplainedStep(
                    "route",
                    name + " of VirtualService " + ended.virtualService(),
                    ended.position().toString(),
                    taken,
                    conditions));
            conditions.clear();
            route = null;
        }
    }

    private void add(String kind, String what, String position, boolean taken) {
        steps.add(new ExplainedStep(kind, what, position, taken, List.of()));
    }
}
