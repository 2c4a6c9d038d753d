package io.gatehouse.jetty.admin;

import io.gatehouse.control.ControlStatus;
import io.gatehouse.jetty.explain.AskedRequest;
import io.gatehouse.jetty.json.DiagnosticJson;
import io.gatehouse.jetty.json.Json;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.telemetry.Explanation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What the pages say. */
final class AdminPages {
    private final AdminState state;

    AdminPages(AdminState state) {
        this.state = state;
    }

    AdminHandler.Page ready() {
        if (state.isReady()) {
            return AdminHandler.Page.text(200, "ready");
        }
        List<String> problems = new ArrayList<>(state.problems());
        state.listeners().stream()
                .filter(listener -> listener.phase() != ListenerState.Phase.SERVING)
                .map(listener ->
                        listener.key() + " " + listener.phase() + ": " + String.join("; ", listener.problems()))
                .forEach(problems::add);
        return AdminHandler.Page.text(503, "not ready\n" + String.join("\n", problems));
    }

    AdminHandler.Page config() {
        ControlStatus status = state.status();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("version", status.version());
        page.put("published", status.published());
        page.put("readings", status.readings());
        page.put("snapshots", status.snapshots());
        page.put("resources", status.resources());
        page.put("errors", status.errors());
        page.put("warnings", status.warnings());
        page.put(
                "lastGoodGoesOn",
                status.kept().stream().map(Object::toString).sorted().toList());
        page.put(
                "diagnostics",
                status.diagnostics().stream().map(DiagnosticJson::of).toList());
        return AdminHandler.Page.json(Json.pretty(page));
    }

    AdminHandler.Page listeners() {
        return AdminHandler.Page.json(
                Json.pretty(state.listeners().stream().map(AdminPages::listener).toList()));
    }

    /** {@code /explain?url=…&method=…&header=name:value&format=json}. */
    AdminHandler.Page explain(Request request) {
        Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
        String url = query.getValue("url");
        if (url == null) {
            return AdminHandler.Page.text(400, "which request? Say /explain?url=http://…&method=GET&header=name:value");
        }
        String method = query.getValue("method");
        try {
            AskedRequest asked = AskedRequest.of(
                    state.snapshot(), method == null ? "GET" : method, url, query.getValuesOrEmpty("header"));
            Explanation explanation = Explanation.of(state.snapshot(), asked);
            explanation = explanation.with(ClusterPages.explain(explanation.decision(), state.clusters()));
            return "json".equals(query.getValue("format"))
                    ? AdminHandler.Page.json(explanation.json() + "\n")
                    : AdminHandler.Page.text(200, explanation.text().stripTrailing());
        } catch (IllegalArgumentException e) {
            return AdminHandler.Page.text(400, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> listener(ListenerState listener) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("listener", listener.key());
        page.put("protocol", listener.protocol());
        page.put("phase", listener.phase());
        page.put("port", listener.localPort());
        page.put("servers", listener.servers());
        page.put("problems", listener.problems());
        return page;
    }
}
