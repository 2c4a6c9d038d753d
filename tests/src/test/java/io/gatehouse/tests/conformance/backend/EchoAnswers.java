package io.gatehouse.tests.conformance.backend;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.Json;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpStatus;

/** The answers of the recorded HTTP/1.1 backends, path by path. */
final class EchoAnswers {
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    byte[] to(UpstreamRequest request) {
        String[] path = request.path().split("\\?")[0].split("/");
        String kind = path.length > 1 ? path[1] : "";
        String first = path.length > 2 ? path[2] : "";
        List<Header> extra = new ArrayList<>();
        int status = 200;
        String body = Json.print(request.echo());
        switch (kind) {
            case "status" -> status = number(first, 200);
            case "delay" -> pause(first);
            case "retry" -> status = retry(path);
            case "response-headers" -> extra.addAll(query(request.path()));
            case "bytes" -> body = "x".repeat(number(first, 0));
            default -> {}
        }
        if (status == 301 || status == 302) {
            extra.add(new Header("location", "/redirected"));
        }
        return kind.equals("trailers") ? chunked(request, body) : plain(request, status, extra, body);
    }

    private static byte[] plain(UpstreamRequest request, int status, List<Header> extra, String body) {
        StringBuilder out = head(request, status);
        extra.forEach(h -> out.append(h).append("\r\n"));
        boolean empty = status == 204 || status == 304;
        if (!empty) {
            out.append("content-length: ").append(body.length()).append("\r\n");
        }
        out.append("\r\n");
        if (!empty && !request.method().equals("HEAD")) {
            out.append(body);
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] chunked(UpstreamRequest request, String body) {
        StringBuilder out = head(request, 200);
        out.append("trailer: x-trailer\r\ntransfer-encoding: chunked\r\n\r\n");
        if (!request.method().equals("HEAD")) {
            out.append(Integer.toHexString(body.length())).append("\r\n").append(body);
            out.append("\r\n0\r\nx-trailer: t1\r\n\r\n");
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static StringBuilder head(UpstreamRequest request, int status) {
        String reason = HttpStatus.getMessage(status);
        return new StringBuilder("HTTP/1.1 " + status + " " + reason + "\r\n")
                .append("content-type: application/json\r\nx-backend: ")
                .append(request.backend())
                .append("\r\n");
    }

    /** {@code /retry/CODE/N/KEY}: the first N requests of a key get the code. */
    private int retry(String[] path) {
        String key = path.length > 4 ? path[4] : "";
        int attempt = attempts.merge(key, 1, Integer::sum);
        return attempt <= number(path[3], 0) ? number(path[2], 503) : 200;
    }

    /** A new case starts counting anew. */
    void forgetAttempts() {
        attempts.clear();
    }

    private static List<Header> query(String path) {
        List<Header> headers = new ArrayList<>();
        int question = path.indexOf('?');
        for (String pair :
                question < 0 ? new String[0] : path.substring(question + 1).split("&")) {
            String[] both = pair.split("=", 2);
            headers.add(new Header(decode(both[0]), both.length > 1 ? decode(both[1]) : ""));
        }
        return headers;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d+") ? Integer.parseInt(text) : otherwise;
    }

    private static void pause(String seconds) {
        long until = System.nanoTime() + (long) (Double.parseDouble(seconds) * TimeUnit.SECONDS.toNanos(1));
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
