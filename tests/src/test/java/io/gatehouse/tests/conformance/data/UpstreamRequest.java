package io.gatehouse.tests.conformance.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request as a backend received it. {@code method} is null for connections without an HTTP request (TCP, closing
 * backends); {@code broken} when it could not be read to its end, {@code body} then being null.
 */
public record UpstreamRequest(
        String backend,
        String method,
        String path,
        String version,
        List<Header> headers,
        String body,
        List<Header> trailers,
        boolean broken) {

    /** A connection that carried no HTTP request that could be read. */
    public static UpstreamRequest connection(String backend, boolean broken) {
        return new UpstreamRequest(backend, null, null, null, List.of(), null, List.of(), broken);
    }

    public static UpstreamRequest of(Map<?, ?> json) {
        return new UpstreamRequest(
                (String) json.get("backend"),
                (String) json.get("method"),
                (String) json.get("path"),
                (String) json.get("version"),
                Header.listOf(json.get("headers")),
                (String) json.get("body"),
                Header.listOf(json.get("trailers")),
                json.get("error") != null);
    }

    /** The echo body that a recorded backend answers with. */
    public Map<String, Object> echo() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("backend", backend);
        json.put("method", method);
        json.put("path", path);
        json.put("version", version);
        json.put("headers", Header.toJson(headers));
        json.put("body", body == null ? "" : body);
        return json;
    }
}
