package io.gatehouse.route.condition;

import com.google.re2j.Pattern;
import io.gatehouse.route.RequestView;

/** {@code uri.regex}: RE2 matches the whole path. {@code ignoreUriCase} has no effect on it. */
public record UriRegex(Pattern pattern) implements Condition {
    private static final String META = "\\.+*?()|[]{}^$";

    @Override
    public boolean matches(RequestView request) {
        return pattern.matches(request.path());
    }

    @Override
    public String describe() {
        return "uri regex \"" + pattern.pattern() + "\"";
    }

    /**
     * What every matching path surely starts with, so that an index can skip the rest; often empty. Stops before
     * anything that has a meaning of its own, and gives up on alternatives.
     */
    public String literalPrefix() {
        String regex = pattern.pattern();
        if (pattern.flags() != 0 || regex.indexOf('|') >= 0) {
            return "";
        }
        int end = 0;
        while (end < regex.length() && META.indexOf(regex.charAt(end)) < 0) {
            end++;
        }
        // What follows may say that the last character need not be there
        boolean counted = end < regex.length() && "*?{".indexOf(regex.charAt(end)) >= 0;
        int safe = counted ? end - 1 : end;
        return safe <= 0 ? "" : regex.substring(0, safe);
    }
}
