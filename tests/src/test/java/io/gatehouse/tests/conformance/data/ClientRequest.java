package io.gatehouse.tests.conformance.data;

import java.util.List;
import java.util.Map;

/**
 * The recorded request of a case; {@code host} null sends no Host or {@code :authority} at all, an empty one sends it
 * empty. {@code tls} is null on plain connections.
 */
public record ClientRequest(
        String kind,
        String method,
        String scheme,
        String port,
        String host,
        String path,
        List<Header> headers,
        String body,
        String httpVersion,
        String raw,
        Tls tls,
        String send,
        List<Header> trailers,
        String h2Scheme,
        boolean websocket,
        boolean holdBody) {

    /** What the client offers in its handshake; versions are null where it does not limit them. */
    public record Tls(String sni, List<String> alpn, String min, String max, String certificate) {
        @SuppressWarnings("unchecked")
        static Tls of(Object json) {
            if (!(json instanceof Map<?, ?> map)) {
                return null;
            }
            List<String> alpn = map.get("alpn") instanceof List<?> names ? (List<String>) names : List.of();
            return new Tls(
                    (String) map.get("sni"),
                    alpn,
                    version((String) map.get("min")),
                    version((String) map.get("max")),
                    (String) map.get("cert"));
        }

        /** {@code TLSv1_2} as recorded is {@code TLSv1.2} to the JDK. */
        private static String version(String recorded) {
            return recorded == null ? null : recorded.replace('_', '.');
        }
    }

    public static ClientRequest of(Map<String, Object> json) {
        return new ClientRequest(
                (String) json.get("kind"),
                (String) json.get("method"),
                (String) json.get("scheme"),
                (String) json.get("port"),
                (String) json.get("host"),
                (String) json.get("path"),
                Header.listOf(json.get("headers")),
                json.get("body") == null ? "" : (String) json.get("body"),
                (String) json.get("http_version"),
                (String) json.get("raw"),
                "https".equals(json.get("scheme")) || json.get("tls") != null ? tls(json) : null,
                (String) json.get("send"),
                Header.listOf(json.get("req_trailers")),
                (String) json.get("h2_scheme"),
                Boolean.TRUE.equals(json.get("ws")),
                Boolean.TRUE.equals(json.get("hold_body")));
    }

    private static Tls tls(Map<String, Object> json) {
        Tls tls = Tls.of(json.get("tls"));
        return tls == null ? new Tls(null, List.of(), null, null, null) : tls;
    }

    public boolean tcp() {
        return kind.equals("tcp");
    }

    public boolean http2() {
        return "2".equals(httpVersion);
    }
}
