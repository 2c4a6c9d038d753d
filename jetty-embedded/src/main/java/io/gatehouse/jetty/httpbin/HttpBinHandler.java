package io.gatehouse.jetty.httpbin;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds the endpoint by the first path segment; every answer carries httpbin's CORS headers. */
public final class HttpBinHandler extends Handler.Abstract.NonBlocking {
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final LongAdder requests = new LongAdder();

    /** A handler with all endpoints. */
    public HttpBinHandler() {
        StatusEndpoint.addTo(endpoints);
        EchoEndpoints.addTo(endpoints);
        StreamEndpoints.addTo(endpoints);
        RedirectEndpoints.addTo(endpoints);
        CookieEndpoints.addTo(endpoints);
        FormatEndpoints.addTo(endpoints);
        AuthEndpoints.addTo(endpoints);
        endpoints.put("", Endpoint.get(this::index));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        requests.increment();
        Call call = new Call(request, response, callback);
        if (request.getMethod().equals("OPTIONS")) {
            preflight(call);
            return true;
        }
        String[] path = Request.getPathInContext(request).split("/", 3);
        Endpoint endpoint = endpoints.getOrDefault(path.length < 2 ? "" : path[1], HttpBinHandler::notFound);
        try {
            endpoint.serve(call);
        } catch (IllegalArgumentException e) {
            call.html(400, "<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n");
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
        return true;
    }

    long requests() {
        return requests.sum();
    }

    private static void preflight(Call call) {
        call.header("access-control-allow-methods", "GET, POST, PUT, DELETE, PATCH, OPTIONS");
        call.header("access-control-max-age", "3600");
        call.header("allow", "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS");
        String asked = call.request().getHeaders().get("access-control-request-headers");
        if (asked != null) {
            call.header("access-control-allow-headers", asked);
        }
        call.html(200, "");
    }

    private static void notFound(Call call) {
        call.html(404, "<title>404 Not Found</title>\n<h1>Not Found</h1>\n");
    }

    private void index(Call call) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<title>httpbin</title>\n<h1>httpbin</h1>\n<ul>\n");
        endpoints.keySet().stream()
                .filter(name -> !name.isEmpty())
                .sorted()
                .forEach(name -> page.append("<li>/").append(name).append("</li>\n"));
        call.html(200, page.append("</ul>\n").toString());
    }
}
