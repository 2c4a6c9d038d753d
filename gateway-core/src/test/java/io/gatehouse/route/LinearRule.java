package io.gatehouse.route;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One match block as the field reference words it, asked in order and one by one: what the index must agree with. It
 * shares nothing with the conditions of the router.
 *
 * @param uriKind exact, prefix, regex or none
 * @param header name that must be present, or null
 */
record LinearRule(
        String uriKind,
        String uri,
        boolean ignoreUriCase,
        @Nullable String method,
        @Nullable String header,
        @Nullable String queryParam) {
    static int firstMatch(List<LinearRule> rules, RequestView request) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).takes(request)) {
                return i;
            }
        }
        return -1;
    }

    private boolean takes(RequestView request) {
        return takesPath(request.path())
                && (method == null || method.equals(request.method()))
                && (header == null || request.header(header) != null)
                && (queryParam == null || hasParam(request.query()));
    }

    private boolean takesPath(String path) {
        String ours = ignoreUriCase ? uri.toLowerCase(Locale.ROOT) : uri;
        String theirs = ignoreUriCase ? path.toLowerCase(Locale.ROOT) : path;
        return switch (uriKind) {
            case "exact" -> theirs.equals(ours);
            case "prefix" -> theirs.startsWith(ours);
            case "regex" -> Pattern.matches(uri, path);
            default -> true;
        };
    }

    private boolean hasParam(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if ((equals < 0 ? pair : pair.substring(0, equals)).equals(queryParam)) {
                return true;
            }
        }
        return false;
    }
}
