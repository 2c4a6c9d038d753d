package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that must all hold ({@code spec.http[].match[]}).
 *
 * @param uri on the path without query; {@link StringMatch.Presence} matches any
 * @param headers by lower-case name, in the order written
 * @param withoutHeaders must not match; in the order written
 * @param queryParams by name, in the order written
 * @param ignoreUriCase exact and prefix only; default false
 * @param port of the listener
 * @param gateways replace the VirtualService's list for this match when not empty
 * @param sourceLabels labels of the gateway
 * @param sourceNamespace namespace of the gateway
 */
public record HttpMatchRequest(
        @Nullable String name,
        @Nullable StringMatch uri,
        @Nullable StringMatch scheme,
        @Nullable StringMatch method,
        @Nullable StringMatch authority,
        Map<String, StringMatch> headers,
        Map<String, StringMatch> withoutHeaders,
        Map<String, StringMatch> queryParams,
        boolean ignoreUriCase,
        @Nullable Integer port,
        List<String> gateways,
        Map<String, String> sourceLabels,
        @Nullable String sourceNamespace,
        @Nullable String statPrefix) {
    public HttpMatchRequest {
        headers = Ordered.copyOf(headers);
        withoutHeaders = Ordered.copyOf(withoutHeaders);
        queryParams = Ordered.copyOf(queryParams);
        gateways = List.copyOf(gateways);
        sourceLabels = Map.copyOf(sourceLabels);
    }
}
