package io.gatehouse.tests.conformance.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One recorded case. {@code request} and {@code response} are null where only the configuration was judged;
 * {@code refused} then says how it was judged by the strictest of those asked (schema, webhook, Envoy), and
 * {@code refusedObjects} names what was refused ({@code Kind/name}), when the recording named it.
 */
public record RecordedCase(
        String group,
        String name,
        String note,
        String config,
        ClientRequest request,
        ClientResponse response,
        List<UpstreamRequest> upstream,
        boolean draw,
        List<Outcome> repeats,
        boolean refused,
        List<String> refusedObjects) {

    /** What one of the further identical requests came to. */
    public record Outcome(int status, List<String> backends) {}

    public String id() {
        return group + "/" + name;
    }

    public boolean configOnly() {
        return request == null;
    }

    @SuppressWarnings("unchecked")
    public static RecordedCase of(Map<String, Object> json) {
        Map<String, Object> request = (Map<String, Object>) json.get("request");
        Map<String, Object> response = (Map<String, Object>) json.get("response");
        List<String> refused = refusedObjects(json);
        return new RecordedCase(
                (String) json.get("group"),
                (String) json.get("name"),
                (String) json.get("note"),
                (String) json.get("config_yaml"),
                request == null ? null : ClientRequest.of(request),
                response == null ? null : ClientResponse.of(response),
                listOf(json.get("upstream")).stream().map(UpstreamRequest::of).toList(),
                Boolean.TRUE.equals(json.get("draw")),
                listOf(json.get("repeats")).stream().map(RecordedCase::outcome).toList(),
                Boolean.TRUE.equals(json.get("config_rejected")) || (request == null && !refused.isEmpty()),
                refused);
    }

    /** The same case, without what is known of its TLS handshake. */
    public RecordedCase withoutHandshake() {
        return new RecordedCase(
                group,
                name,
                note,
                config,
                request,
                response.withoutHandshake(),
                upstream,
                draw,
                repeats,
                refused,
                refusedObjects);
    }

    private static List<String> refusedObjects(Map<String, Object> json) {
        List<String> names = new ArrayList<>();
        for (Map<?, ?> verdict : listOf(json.get("validation"))) {
            if (verdict.get("crd_error") != null || verdict.get("webhook_error") != null) {
                names.add(verdict.get("kind") + "/" + verdict.get("name"));
            }
        }
        return List.copyOf(names);
    }

    @SuppressWarnings("unchecked")
    private static Outcome outcome(Map<?, ?> json) {
        Object status = json.get("status");
        return new Outcome(
                status == null ? 0 : ((Number) status).intValue(), (List<String>) json.get("upstream_backend"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> listOf(Object json) {
        return json == null ? List.of() : (List<Map<?, ?>>) json;
    }
}
