package io.gatehouse.jetty.httpbin;

import java.util.Map;

/** {@code /redirect/3} leads over {@code /redirect/2} to {@code /get}; {@code /redirect-to?url=} leads anywhere. */
final class RedirectEndpoints {
    private RedirectEndpoints() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("redirect", Endpoint.get(call -> steps(call, "", "redirect")));
        endpoints.put("relative-redirect", Endpoint.get(call -> steps(call, "", "relative-redirect")));
        endpoints.put("absolute-redirect", Endpoint.get(RedirectEndpoints::absolute));
        endpoints.put("redirect-to", RedirectEndpoints::anywhere);
    }

    private static void absolute(Call call) {
        var uri = call.request().getHttpURI();
        steps(call, uri.getScheme() + "://" + uri.getAuthority(), "absolute-redirect");
    }

    private static void steps(Call call, String base, String name) {
        int left = call.number(0, 100);
        go(call, 302, base + (left <= 1 ? "/get" : "/" + name + "/" + (left - 1)));
    }

    private static void anywhere(Call call) {
        int status = Integer.parseInt(call.query("status_code", "302"));
        String url = call.query("url", "");
        if (url.isEmpty() || url.chars().anyMatch(c -> c < 0x20)) {
            throw new IllegalArgumentException("no url");
        }
        go(call, status >= 300 && status < 400 ? status : 302, url);
    }

    private static void go(Call call, int status, String location) {
        call.header("location", location);
        call.html(status, "");
    }
}
