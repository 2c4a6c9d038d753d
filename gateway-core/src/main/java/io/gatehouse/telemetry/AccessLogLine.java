package io.gatehouse.telemetry;

import io.gatehouse.route.Decision;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.VirtualHost;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form of the access log: one JSON object a request, with the names of Istio's JSON access log where it has one. */
final class AccessLogLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AccessLogLine() {}

    /** Appends the line, its end included. */
    static void append(StringBuilder out, AccessLogEntry entry) {
        if (entry instanceof RequestRecord request) {
            append(out, request);
        } else if (entry instanceof SessionRecord session) {
            append(out, session);
        }
    }

    /** As Istio does, with the members of a request that a connection has, and nulls for its method and path. */
    private static void append(StringBuilder out, SessionRecord record) {
        SessionRecord.Client client = record.client();
        SessionRecord.Upstream upstream = record.upstream();
        new JsonText(out)
                .open('{')
                .member("start_time", TIME.format(Instant.ofEpochMilli(record.startMillis())))
                .member("method", null)
                .member("path", null)
                .member("protocol", null)
                .member("response_code", 0)
                .member("response_flags", record.end().flag())
                .member("response_code_details", record.end().detail())
                .member(
                        "listener",
                        client.listener() == null ? null : client.listener().toString())
                .member("route_name", upstream.route())
                .member("upstream_cluster", upstream.cluster())
                .member("upstream_host", upstream.host())
                .member("upstream_attempts", upstream.host() == null ? 0 : 1)
                .member("bytes_received", record.bytesReceived())
                .member("bytes_sent", record.bytesSent())
                .member("duration", record.durationNanos() / 1_000_000)
                .member("downstream_remote_address", client.address())
                .member("requested_server_name", client.sni())
                .member("failure", record.failure())
                .close('}');
        out.append('\n');
    }

    private static void append(StringBuilder out, RequestRecord record) {
        RequestRecord.Client client = record.client();
        JsonText json = new JsonText(out)
                .open('{')
                .member("start_time", TIME.format(Instant.ofEpochMilli(record.startMillis())))
                .member("method", client.method())
                .member("authority", client.authority())
                .member("path", client.path())
                .member("protocol", client.protocol())
                .member("scheme", client.scheme())
                .member("response_code", record.status())
                .member("response_flags", record.flags())
                .member("response_code_details", record.detail());
        routing(json, record.decision());
        json.member("upstream_cluster", record.upstream().cluster())
                .member("upstream_host", record.upstream().host())
                .member("upstream_attempts", record.upstream().attempts())
                .member("bytes_received", record.bytesReceived())
                .member("bytes_sent", record.bytesSent())
                .member("duration", record.durationNanos() / 1_000_000)
                .member("downstream_remote_address", client.address())
                .member("requested_server_name", client.sni())
                .member("user_agent", client.userAgent())
                .member("x_forwarded_for", record.upstream().forwardedFor())
                .member("request_id", record.upstream().requestId())
                .member("failure", record.failure())
                .close('}');
        out.append('\n');
    }

    private static void routing(JsonText json, @Nullable Decision decision) {
        ServerSpec server = decision == null ? null : decision.server();
        VirtualHost host = decision == null ? null : decision.virtualHost();
        json.member(
                        "listener",
                        decision == null || decision.listener() == null
                                ? null
                                : decision.listener().key().toString())
                .member("server", server == null ? null : server.gateway() + "/" + server.name())
                .member("virtual_host", host == null ? null : host.domain())
                .member(
                        "virtual_service",
                        decision == null || decision.route() == null
                                ? null
                                : decision.route().virtualService())
                .member(
                        "route_name",
                        decision == null || decision.route() == null
                                ? null
                                : decision.route().name());
    }
}
