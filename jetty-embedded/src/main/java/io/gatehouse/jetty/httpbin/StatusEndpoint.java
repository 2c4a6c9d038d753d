package io.gatehouse.jetty.httpbin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** {@code /status/418} answers with that status; {@code /status/200:3,500:1} draws one by weight. */
final class StatusEndpoint {
    private static final String TEAPOT = """

                -=[ teapot ]=-

                   _...._
                 .'  _ _ `.
                | ."` ^ `". _,
                \\_;`"---"`|//
                  |       ;/
                  \\_     _/
                    `\"""`
            """;

    private StatusEndpoint() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("status", StatusEndpoint::serve);
    }

    private static void serve(Call call) {
        int status = draw(call.argument(0));
        switch (status) {
            case 301, 302, 303, 305, 307 -> call.header("location", "/redirect/1");
            case 401 -> call.header("www-authenticate", "Basic realm=\"Fake Realm\"");
            case 407 -> call.header("proxy-authenticate", "Basic realm=\"Fake Realm\"");
            default -> {}
        }
        if (status == 418) {
            call.reply(status, "text/html; charset=utf-8", TEAPOT.getBytes(StandardCharsets.UTF_8));
        } else if (status == 204 || status == 304) {
            call.start(status, "text/html; charset=utf-8");
            call.end();
        } else {
            call.html(status, "");
        }
    }

    private static int draw(String codes) {
        List<Integer> statuses = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (String choice : codes.split(",")) {
            String[] parts = choice.split(":", 2);
            statuses.add(status(parts[0]));
            weights.add(parts.length == 2 ? Double.parseDouble(parts[1]) : 1.0);
        }
        double drawn = ThreadLocalRandom.current().nextDouble()
                * weights.stream().mapToDouble(w -> w).sum();
        int choice = 0;
        while (choice < weights.size() - 1 && drawn >= weights.get(choice)) {
            drawn -= weights.get(choice++);
        }
        return statuses.get(choice);
    }

    private static int status(String code) {
        int status = Integer.parseInt(code.strip());
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("no status: " + status);
        }
        return status;
    }
}
