package io.gatehouse.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.route.condition.TextMatch;

/** Compiles {@code StringMatch}. */
final class TextMatches {
    private TextMatches() {}

    /**
     * The matcher of a text that is there.
     *
     * @throws PatternSyntaxException when a regex is none
     */
    static TextMatch of(StringMatch match) {
        if (match instanceof StringMatch.Exact exact) {
            return new TextMatch.Exact(exact.value(), false);
        }
        if (match instanceof StringMatch.Regex regex && !match.isPresence()) {
            return new TextMatch.Regex(Pattern.compile(regex.value()));
        }
        return new TextMatch.Prefix(match instanceof StringMatch.Prefix prefix ? prefix.value() : "", false);
    }
}
