package io.gatehouse.jetty.admin;

import io.gatehouse.jetty.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The pages of the admin server; they are only read, so only GET and HEAD are answered. */
final class AdminHandler extends Handler.Abstract {
    private final Map<String, Function<Request, Page>> pages = new TreeMap<>();

    /** One answer. */
    record Page(int status, String contentType, String body) {
        static Page text(int status, String body) {
            return new Page(status, "text/plain; charset=utf-8", body + "\n");
        }

        static Page json(String body) {
            return new Page(200, "application/json", body);
        }
    }

    AdminHandler(AdminState state) {
        AdminPages made = new AdminPages(state);
        pages.put("/livez", request -> Page.text(200, "live"));
        pages.put("/readyz", request -> made.ready());
        pages.put("/config", request -> made.config());
        pages.put("/clusters", request -> Page.json(Json.pretty(ClusterPages.of(state.clusters()))));
        pages.put("/listeners", request -> made.listeners());
        pages.put("/metrics", request -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", state.metrics()));
        pages.put("/explain", made::explain);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        Function<Request, Page> found = pages.get(path);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        Page page;
        if (!reads) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            page = Page.text(405, "GET and HEAD only");
        } else if (found == null) {
            page = Page.text(path.equals("/") ? 200 : 404, String.join("\n", pages.keySet()));
        } else {
            page = found.apply(request);
        }
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(page.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
