package io.gatehouse.jetty.httpbin;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/** {@code /cookies}, {@code /cookies/set?name=value}, {@code /cookies/set/name/value}, {@code /cookies/delete?name}. */
final class CookieEndpoints {
    private CookieEndpoints() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("cookies", Endpoint.get(CookieEndpoints::serve));
    }

    private static void serve(Call call) {
        String verb = call.arguments().isEmpty() ? "" : call.argument(0);
        switch (verb) {
            case "" -> show(call);
            case "set" -> set(call);
            case "delete" -> delete(call);
            default -> call.html(404, "<title>404 Not Found</title>\n");
        }
    }

    private static void show(Call call) {
        Map<String, String> cookies = new TreeMap<>();
        Request.getCookies(call.request()).forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue()));
        call.json(Map.of("cookies", cookies));
    }

    private static void set(Call call) {
        if (call.arguments().size() == 3) {
            add(call, call.argument(1), call.argument(2), -1);
        }
        for (Fields.Field field : call.query()) {
            add(call, field.getName(), field.getValue(), -1);
        }
        back(call);
    }

    private static void delete(Call call) {
        for (Fields.Field field : call.query()) {
            add(call, field.getName(), "", 0);
        }
        back(call);
    }

    private static void add(Call call, String name, String value, long maxAge) {
        HttpCookie cookie =
                HttpCookie.build(name, value).path("/").maxAge(maxAge).build();
        Response.addCookie(call.response(), cookie);
    }

    private static void back(Call call) {
        call.header("location", "/cookies");
        call.html(302, "");
    }
}
