package io.gatehouse.tests.conformance.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a client got: recorded, or from our gateway. {@code status} is 0 and {@code failure} set when no final response
 * came; {@code tcp} holds the bytes of a TCP case, {@code webSocketEcho} those after a 101.
 */
public record ClientResponse(
        int status,
        String reason,
        String version,
        List<Header> headers,
        String body,
        List<Header> trailers,
        List<Integer> interim,
        Failure failure,
        Handshake handshake,
        String webSocketEcho,
        String tcp,
        long elapsedMillis) {

    /** The finished TLS handshake; {@code alpn} null when none was negotiated, {@code commonName} the server's. */
    public record Handshake(String version, String alpn, String commonName) {
        static Handshake of(Object json) {
            if (!(json instanceof Map<?, ?> map)) {
                return null;
            }
            String subject = String.valueOf(map.get("peer_cert"));
            int cn = subject.indexOf("CN = ");
            return new Handshake(
                    (String) map.get("version"),
                    (String) map.get("alpn"),
                    cn < 0 ? null : subject.substring(cn + 5).split(",")[0].trim());
        }
    }

    public static ClientResponse failed(Failure failure, Handshake handshake, long elapsedMillis) {
        return new ClientResponse(
                0, "", null, List.of(), "", List.of(), List.of(), failure, handshake, null, null, elapsedMillis);
    }

    ClientResponse withoutHandshake() {
        return new ClientResponse(
                status,
                reason,
                version,
                headers,
                body,
                trailers,
                interim,
                failure,
                null,
                webSocketEcho,
                tcp,
                elapsedMillis);
    }

    public static ClientResponse of(Map<String, Object> json) {
        List<Integer> interim = new ArrayList<>();
        if (json.get("interim") instanceof List<?> list) {
            list.forEach(i -> interim.add(intOf(((Map<?, ?>) i).get("status"))));
        }
        String tcp = (String) json.get("tcp");
        boolean tcpReset = tcp != null && tcp.startsWith("<[Errno");
        return new ClientResponse(
                intOf(json.get("status")),
                json.get("reason") == null ? "" : (String) json.get("reason"),
                (String) json.get("version"),
                Header.listOf(json.get("headers")),
                json.get("body") == null ? "" : (String) json.get("body"),
                Header.listOf(json.get("trailers")),
                List.copyOf(interim),
                tcpReset ? Failure.RESET : Failure.recorded((String) json.get("error"), (String) json.get("detail")),
                Handshake.of(json.get("tls")),
                (String) json.get("ws_echo"),
                tcpReset ? "" : tcp,
                intOf(json.get("elapsed_ms")));
    }

    private static int intOf(Object number) {
        return number == null ? 0 : ((Number) number).intValue();
    }
}
