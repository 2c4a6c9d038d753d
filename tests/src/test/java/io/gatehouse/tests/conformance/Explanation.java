package io.gatehouse.tests.conformance;

import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.RecordedCase;
import java.util.StringJoiner;

/** What an engineer needs to know about a case that failed. */
public final class Explanation {
    private Explanation() {}

    public static String of(Result result) {
        RecordedCase recorded = result.recorded();
        StringJoiner out = new StringJoiner("\n");
        out.add(result.standing() + " " + recorded.id()
                + (recorded.note() == null ? "" : " (" + recorded.note() + ")"));
        if (recorded.request() != null) {
            out.add("  request: " + request(recorded.request()));
        }
        result.verdict().differences().forEach(d -> out.add("  " + d));
        if (result.standing() == Result.Standing.WRONGLY_LISTED) {
            out.add("  it passes: take it off differences.yaml, where it says: " + result.excuse());
        }
        return out.toString();
    }

    private static String request(ClientRequest request) {
        if (request.raw() != null) {
            return "raw " + shorten(request.raw().replace("\r", "\\r").replace("\n", "\\n"));
        }
        if (request.tcp()) {
            return "tcp " + request.port() + " send " + request.send();
        }
        String tls = request.tls() == null ? "" : " " + request.tls();
        String body = request.body().isEmpty() ? "" : " body " + shorten(request.body());
        return request.method() + " " + request.path() + " HTTP/" + request.httpVersion() + " " + request.port()
                + " host " + request.host() + " " + shorten(request.headers().toString()) + body + tls;
    }

    private static String shorten(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "…(" + text.length() + ")" : text;
    }
}
