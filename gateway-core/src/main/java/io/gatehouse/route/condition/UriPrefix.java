package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code uri.prefix}: a plain string prefix of the path, so {@code /foo} covers {@code /foobar} too.
 *
 * @param ignoreCase {@code ignoreUriCase}
 */
public record UriPrefix(String value, boolean ignoreCase) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return request.path().regionMatches(ignoreCase, 0, value, 0, value.length());
    }

    @Override
    public String describe() {
        return "uri prefix \"" + value + "\"" + (ignoreCase ? " in any case" : "");
    }
}
