package io.gatehouse.jetty.httpbin;

import io.gatehouse.jetty.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Fixed documents and encodings: {@code /html}, {@code /json}, {@code /xml}, {@code /uuid}, {@code /gzip}, … */
final class FormatEndpoints {
    private static final String HTML = """
            <!DOCTYPE html>
            <html>
              <head><title>A gatehouse</title></head>
              <body>
                <h1>A gatehouse</h1>
                <p>The building over a gate, where whoever comes is asked for whom.</p>
              </body>
            </html>
            """;
    private static final String XML = """
            <?xml version="1.0" encoding="us-ascii"?>
            <slideshow title="Sample Slide Show">
              <slide type="all"><title>Gates</title></slide>
            </slideshow>
            """;

    private FormatEndpoints() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("html", Endpoint.get(call -> call.html(200, HTML)));
        endpoints.put("xml", Endpoint.get(call -> text(call, "application/xml", XML)));
        endpoints.put("json", Endpoint.get(FormatEndpoints::json));
        endpoints.put("robots.txt", Endpoint.get(call -> text(call, "text/plain", "User-agent: *\nDisallow: /deny\n")));
        endpoints.put("deny", Endpoint.get(call -> text(call, "text/plain", "You should not be here.\n")));
        endpoints.put("uuid", Endpoint.get(call -> call.json(Map.of("uuid", UUID.randomUUID()))));
        endpoints.put("base64", Endpoint.get(FormatEndpoints::base64));
        endpoints.put("gzip", Endpoint.get(call -> packed(call, "gzip", GZIPOutputStream::new)));
        endpoints.put("deflate", Endpoint.get(call -> packed(call, "deflate", DeflaterOutputStream::new)));
        endpoints.put("cache", Endpoint.get(FormatEndpoints::cache));
        endpoints.put("etag", Endpoint.get(FormatEndpoints::etag));
    }

    private static void text(Call call, String type, String body) {
        call.reply(200, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void json(Call call) {
        Map<String, Object> show = new TreeMap<>();
        show.put("title", "Sample Slide Show");
        show.put("slides", List.of(Map.of("title", "Gates"), Map.of("title", "Houses")));
        call.json(Map.of("slideshow", show));
    }

    private static void base64(Call call) {
        byte[] decoded =
                Base64.getUrlDecoder().decode(call.argument(0).replace('+', '-').replace('/', '_'));
        call.reply(200, "text/html; charset=utf-8", decoded);
    }

    private static void packed(Call call, String encoding, Packer packer) throws IOException {
        Map<String, Object> answer = new TreeMap<>();
        answer.put(encoding.equals("gzip") ? "gzipped" : "deflated", true);
        answer.put("method", call.method());
        answer.put("origin", Request.getRemoteAddr(call.request()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packer.on(bytes)) {
            out.write(Json.pretty(answer).getBytes(StandardCharsets.UTF_8));
        }
        call.header("content-encoding", encoding);
        call.reply(200, "application/json", bytes.toByteArray());
    }

    private interface Packer {
        OutputStream on(OutputStream out) throws IOException;
    }

    private static void cache(Call call) {
        boolean conditional = call.request().getHeaders().contains(HttpHeader.IF_MODIFIED_SINCE)
                || call.request().getHeaders().contains(HttpHeader.IF_NONE_MATCH);
        if (!call.arguments().isEmpty()) {
            call.header("cache-control", "public, max-age=" + call.number(0, Integer.MAX_VALUE));
        } else if (conditional) {
            call.start(304, "application/json");
            call.end();
            return;
        }
        call.json(Map.of("url", call.request().getHttpURI().toString()));
    }

    private static void etag(Call call) {
        String etag = "\"" + call.argument(0).replace("\"", "") + "\"";
        String given = call.request().getHeaders().get(HttpHeader.IF_NONE_MATCH);
        call.header("etag", etag);
        if (given != null && (given.equals("*") || given.contains(etag))) {
            call.start(304, "application/json");
            call.end();
        } else {
            call.json(Map.of("url", call.request().getHttpURI().toString()));
        }
    }
}
