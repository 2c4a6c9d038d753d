package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ResponseHead;
import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.route.Route;
import io.gatehouse.route.TemplateVariable;
import io.gatehouse.route.TimeFormat;
import io.gatehouse.route.ValueTemplate;
import io.gatehouse.telemetry.ResponseReason;
import java.time.Instant;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** Fills a header's value in. A variable that has no value is empty. */
final class HeaderValue {
    private HeaderValue() {}

    /**
     * The value for an exchange.
     *
     * @param head of the answer; null for a header of the request
     */
    static String of(ValueTemplate template, ClientExchange exchange, @Nullable ResponseHead head) {
        String literal = template.literal();
        if (literal != null) {
            return literal;
        }
        StringBuilder out = new StringBuilder();
        for (ValueTemplate.Part part : template.parts()) {
            if (part instanceof ValueTemplate.Literal text) {
                out.append(text.text());
            } else if (part instanceof TemplateVariable variable) {
                String value = value(variable, exchange, head);
                out.append(value == null ? "" : variable.cut(value));
            }
        }
        return out.toString();
    }

    private static @Nullable String value(
            TemplateVariable variable, ClientExchange exchange, @Nullable ResponseHead head) {
        return switch (variable.name()) {
            case BYTES_RECEIVED -> Long.toString(exchange.bytesReceived());
            case BYTES_SENT -> Long.toString(exchange.bytesSent());
            case DOWNSTREAM_DIRECT_REMOTE_ADDRESS -> Addresses.withPort(exchange.peer());
            case DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT -> Addresses.address(exchange.peer());
            case DOWNSTREAM_LOCAL_ADDRESS -> Addresses.withPort(exchange.local());
            case DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT -> Addresses.address(exchange.local());
            case DOWNSTREAM_LOCAL_PORT -> Addresses.port(exchange.local());
            case DOWNSTREAM_PEER_FINGERPRINT_256,
                    DOWNSTREAM_PEER_ISSUER,
                    DOWNSTREAM_PEER_SERIAL,
                    DOWNSTREAM_PEER_SUBJECT,
                    DOWNSTREAM_PEER_URI_SAN -> PeerCertificate.value(variable.name(), exchange.clientCertificates());
            case DOWNSTREAM_REMOTE_ADDRESS -> Addresses.remoteWithPort(exchange);
            case DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT -> Addresses.remote(exchange);
            case DOWNSTREAM_DIRECT_REMOTE_PORT, DOWNSTREAM_REMOTE_PORT -> Addresses.port(exchange.peer());
            case DURATION -> Long.toString(NanoTime.millisSince(exchange.startNanoTime()));
            case HOSTNAME -> Addresses.HOST_NAME;
            case PROTOCOL ->
                exchange.clientVersion().asString().equals("HTTP/2.0")
                        ? "HTTP/2"
                        : exchange.clientVersion().asString();
            case REQ ->
                either(requestHeader(exchange, variable.argument()), variable, name -> requestHeader(exchange, name));
            case REQUESTED_SERVER_NAME -> exchange.view().sni();
            case RESP ->
                either(responseHeader(head, variable.argument()), variable, name -> responseHeader(head, name));
            case RESPONSE_CODE -> Integer.toString(head == null ? 0 : head.status());
            case RESPONSE_CODE_DETAILS -> details(exchange.reason());
            case RESPONSE_FLAGS -> flags(exchange.reason());
            case ROUTE_NAME -> routeName(exchange);
            case START_TIME -> startTime(variable, exchange);
            case UPSTREAM_CLUSTER -> exchange.upstream().cluster();
            case UPSTREAM_HOST, UPSTREAM_REMOTE_ADDRESS -> exchange.upstream().endpoint();
            case UPSTREAM_REQUEST_ATTEMPT_COUNT ->
                Integer.toString(exchange.upstream().attempts());
        };
    }

    private interface Lookup {
        @Nullable
        String find(String name);
    }

    private static @Nullable String either(@Nullable String first, TemplateVariable variable, Lookup lookup) {
        return first == null && variable.alternative() != null ? lookup.find(variable.alternative()) : first;
    }

    /** A header of the request as it is by now: before rewrite in the request's own headers, after it in the answer's. */
    private static @Nullable String requestHeader(ClientExchange exchange, String name) {
        UpstreamRequest request = exchange.upstream();
        return switch (name) {
            case ":path" -> request.pathAndQuery();
            case ":method" -> request.method();
            case ":authority", "host" -> request.authority();
            case ":scheme" -> exchange.view().scheme();
            default -> request.fields().get(name);
        };
    }

    private static @Nullable String responseHeader(@Nullable ResponseHead head, String name) {
        if (head == null) {
            return null;
        }
        return name.equals(":status")
                ? Integer.toString(head.status())
                : head.fields().get(name);
    }

    private static @Nullable String details(@Nullable ResponseReason reason) {
        return reason == null ? null : reason.detail();
    }

    private static String flags(@Nullable ResponseReason reason) {
        return reason == null ? "-" : reason.flag();
    }

    private static @Nullable String routeName(ClientExchange exchange) {
        Route route = exchange.decision().route();
        return route == null ? null : route.name();
    }

    private static String startTime(TemplateVariable variable, ClientExchange exchange) {
        Instant start = Instant.now().minusNanos(NanoTime.since(exchange.startNanoTime()));
        return TimeFormat.of(variable.argument()).format(start);
    }
}
