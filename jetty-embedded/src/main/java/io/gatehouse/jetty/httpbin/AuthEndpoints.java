package io.gatehouse.jetty.httpbin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;

/** {@code /basic-auth/USER/PASSWORD} and {@code /bearer}: what is asked for stands in the URL, so nothing is secret. */
final class AuthEndpoints {
    private AuthEndpoints() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("basic-auth", Endpoint.get(call -> basic(call, 401)));
        endpoints.put("hidden-basic-auth", Endpoint.get(call -> basic(call, 404)));
        endpoints.put("bearer", Endpoint.get(AuthEndpoints::bearer));
    }

    private static void basic(Call call, int refusal) {
        String expected = call.argument(0) + ":" + call.argument(1);
        String header = "Basic " + Base64.getEncoder().encodeToString(expected.getBytes(StandardCharsets.UTF_8));
        if (header.equals(call.request().getHeaders().get(HttpHeader.AUTHORIZATION))) {
            Map<String, Object> answer = new TreeMap<>();
            answer.put("authenticated", true);
            answer.put("user", call.argument(0));
            call.json(answer);
            return;
        }
        if (refusal == 401) {
            call.header("www-authenticate", "Basic realm=\"Fake Realm\"");
        }
        call.html(refusal, "");
    }

    private static void bearer(Call call) {
        String given = call.request().getHeaders().get(HttpHeader.AUTHORIZATION);
        if (given == null || !given.startsWith("Bearer ")) {
            call.header("www-authenticate", "Bearer");
            call.html(401, "");
            return;
        }
        Map<String, Object> answer = new TreeMap<>();
        answer.put("authenticated", true);
        answer.put("token", given.substring("Bearer ".length()));
        call.json(answer);
    }
}
