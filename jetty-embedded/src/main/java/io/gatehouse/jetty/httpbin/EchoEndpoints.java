package io.gatehouse.jetty.httpbin;

import io.gatehouse.jetty.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** Endpoints that tell the client what arrived: {@code /get}, {@code /post}, {@code /headers}, {@code /anything}, … */
final class EchoEndpoints {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private EchoEndpoints() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("get", Endpoint.get(call -> call.json(basics(call))));
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            endpoints.put(method.toLowerCase(java.util.Locale.ROOT), Endpoint.only(method, EchoEndpoints::withBody));
        }
        endpoints.put("anything", EchoEndpoints::anything);
        endpoints.put("delay", EchoEndpoints::delay);
        endpoints.put("headers", Endpoint.get(call -> call.json(Map.of("headers", headers(call)))));
        endpoints.put("ip", Endpoint.get(call -> call.json(Map.of("origin", origin(call)))));
        endpoints.put("user-agent", Endpoint.get(EchoEndpoints::userAgent));
        endpoints.put("response-headers", EchoEndpoints::responseHeaders);
    }

    private static void withBody(Call call) {
        call.body(body -> call.json(everything(call, body)));
    }

    private static void anything(Call call) {
        call.body(body -> {
            Map<String, @Nullable Object> all = everything(call, body);
            all.put("method", call.method());
            call.json(all);
        });
    }

    private static void delay(Call call) {
        double seconds = Math.max(0, Double.parseDouble(call.argument(0)));
        Duration asked = Duration.ofMillis(Math.round(Math.min(seconds, LONGEST_DELAY.toSeconds()) * 1000));
        call.body(body -> call.after(asked, () -> call.json(everything(call, body))));
    }

    private static void userAgent(Call call) {
        Map<String, @Nullable Object> answer = new TreeMap<>();
        answer.put("user-agent", call.request().getHeaders().get(HttpHeader.USER_AGENT));
        call.json(answer);
    }

    private static void responseHeaders(Call call) {
        Map<String, Object> asked = Call.arguments(call.query());
        for (Fields.Field field : call.query()) {
            if (!Set.of("content-length", "transfer-encoding", "connection").contains(field.getName())) {
                field.getValues().forEach(value -> call.response().getHeaders().add(field.getName(), value));
            }
        }
        call.json(asked);
    }

    private static Map<String, @Nullable Object> basics(Call call) {
        Map<String, @Nullable Object> basics = new TreeMap<>();
        basics.put("args", Call.arguments(call.query()));
        basics.put("headers", headers(call));
        basics.put("origin", origin(call));
        basics.put("url", url(call));
        return basics;
    }

    private static Map<String, @Nullable Object> everything(Call call, byte[] body) {
        Map<String, @Nullable Object> all = basics(call);
        String type = call.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
        boolean form = type != null && type.startsWith("application/x-www-form-urlencoded");
        String text = text(body);
        Fields fields = new Fields();
        if (form) {
            UrlEncoded.decodeTo(text, fields::add, StandardCharsets.UTF_8);
        }
        all.put("form", Call.arguments(fields));
        all.put("data", form ? "" : text);
        all.put("files", Map.of());
        all.put("json", json(text));
        return all;
    }

    /** Text as it is, anything else as a data URL: as httpbin does. */
    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0
                ? text
                : "data:application/octet-stream;base64," + Base64.getEncoder().encodeToString(body);
    }

    private static @Nullable Object json(String text) {
        try {
            return text.isBlank() ? null : Json.read(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, String> headers(Call call) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Host", authority(call));
        for (HttpField field : call.request().getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.merge(
                    titleCase(field.getName()),
                    value,
                    (first, next) -> first.equals(next) ? first : first + "," + next);
        }
        return headers;
    }

    /** HTTP/2 sends lower-case names, httpbin prints them as {@code User-Agent}. */
    private static String titleCase(String name) {
        StringBuilder title = new StringBuilder(name.length());
        boolean start = true;
        for (char c : name.toCharArray()) {
            title.append(start ? Character.toUpperCase(c) : Character.toLowerCase(c));
            start = c == '-';
        }
        return title.toString();
    }

    private static String authority(Call call) {
        String host = call.request().getHeaders().get(HttpHeader.HOST);
        String authority = host != null ? host : call.request().getHttpURI().getAuthority();
        return authority == null ? "" : authority;
    }

    private static String origin(Call call) {
        String forwarded = call.request().getHeaders().get(HttpHeader.X_FORWARDED_FOR);
        return forwarded != null ? forwarded : Request.getRemoteAddr(call.request());
    }

    private static String url(Call call) {
        HttpURI uri = call.request().getHttpURI();
        String forwarded = call.request().getHeaders().get(HttpHeader.X_FORWARDED_PROTO);
        return (forwarded != null ? forwarded : uri.getScheme()) + "://" + authority(call) + uri.getPathQuery();
    }
}
