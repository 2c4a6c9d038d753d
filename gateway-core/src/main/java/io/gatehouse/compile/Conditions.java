package io.gatehouse.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.route.condition.Authority;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.Header;
import io.gatehouse.route.condition.HeaderPresent;
import io.gatehouse.route.condition.Method;
import io.gatehouse.route.condition.QueryParam;
import io.gatehouse.route.condition.QueryParamPresent;
import io.gatehouse.route.condition.Scheme;
import io.gatehouse.route.condition.TextMatch;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import io.gatehouse.route.condition.WithoutHeader;
import io.gatehouse.route.condition.WithoutHeaderPresent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one {@code match} block: one line a field. Port, gateways and source labels are not among the conditions,
 * since they hold or don't for a whole listener.
 */
final class Conditions {
    private Conditions() {}

    /**
     * The conditions of a block, the cheapest first.
     *
     * @throws PatternSyntaxException when a regex is none
     */
    static List<Condition> of(HttpMatchRequest match) {
        List<Condition> conditions = new ArrayList<>(2);
        uri(match.uri(), match.ignoreUriCase(), conditions);
        text(match.method(), Method::new, conditions);
        text(match.scheme(), Scheme::new, conditions);
        text(match.authority(), Authority::new, conditions);
        match.headers().forEach((name, value) -> conditions.add(header(lowerCase(name), value)));
        match.withoutHeaders().forEach((name, value) -> conditions.add(withoutHeader(lowerCase(name), value)));
        match.queryParams().forEach((name, value) -> conditions.add(queryParam(name, value)));
        return List.copyOf(conditions);
    }

    private static void uri(@Nullable StringMatch uri, boolean ignoreCase, List<Condition> conditions) {
        if (uri instanceof StringMatch.Exact exact) {
            conditions.add(new UriExact(exact.value(), ignoreCase));
        } else if (uri instanceof StringMatch.Prefix prefix) {
            conditions.add(new UriPrefix(prefix.value(), ignoreCase));
        } else if (uri instanceof StringMatch.Regex regex) {
            conditions.add(new UriRegex(Pattern.compile(regex.value())));
        }
    }

    private static void text(
            @Nullable StringMatch match, Function<TextMatch, Condition> condition, List<Condition> conditions) {
        // Every request has a method, a scheme and an authority
        if (match != null && !match.isPresence()) {
            conditions.add(condition.apply(TextMatches.of(match)));
        }
    }

    private static Condition header(String name, StringMatch match) {
        return match.isPresence() ? new HeaderPresent(name) : new Header(name, TextMatches.of(match));
    }

    private static Condition withoutHeader(String name, StringMatch match) {
        return match.isPresence() ? new WithoutHeaderPresent(name) : new WithoutHeader(name, TextMatches.of(match));
    }

    private static Condition queryParam(String name, StringMatch match) {
        return match.isPresence() ? new QueryParamPresent(name) : new QueryParam(name, TextMatches.of(match));
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
