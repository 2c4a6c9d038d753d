package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Bodies must be equal; the JSON echo of a backend is compared by its fields, its headers by the rules for headers. */
final class ComparedBody {
    private final ComparedHeaders headers;

    ComparedBody(ComparedHeaders headers) {
        this.headers = headers;
    }

    /** True when equal. */
    boolean compare(String expected, String actual, Verdict.Builder verdict) {
        Map<String, Object> expectedEcho = echo(expected);
        Map<String, Object> actualEcho = echo(actual);
        if (expectedEcho == null || actualEcho == null) {
            verdict.equal("body", quoted(expected), quoted(actual));
            return expected.equals(actual);
        }
        return compareEcho(expectedEcho, actualEcho, verdict);
    }

    private boolean compareEcho(Map<String, Object> expected, Map<String, Object> actual, Verdict.Builder verdict) {
        boolean equal = true;
        for (String key : new TreeSet<>(List.of("backend", "method", "path", "version", "body"))) {
            verdict.equal("echoed " + key, expected.get(key), actual.get(key));
            equal &= String.valueOf(expected.get(key)).equals(String.valueOf(actual.get(key)));
        }
        List<String> difference = ComparedHeaders.difference(
                headers.recorded(Header.listOf(expected.get("headers"))),
                headers.observed(Header.listOf(actual.get("headers"))));
        for (String line : difference) {
            verdict.differ(
                    "echoed header",
                    line.startsWith("- ") ? line.substring(2) : "nothing",
                    line.startsWith("+ ") ? line.substring(2) : "nothing");
        }
        return equal && difference.isEmpty();
    }

    private static Map<String, Object> echo(String body) {
        if (!body.startsWith("{\"backend\"")) {
            return null;
        }
        try {
            return Json.parseObject(body);
        } catch (RuntimeException cutOff) {
            return null;
        }
    }

    private static String quoted(String body) {
        String shown = body.length() > 300 ? body.substring(0, 300) + "…(" + body.length() + ")" : body;
        return '"' + shown.replace("\n", "\\n") + '"';
    }
}
