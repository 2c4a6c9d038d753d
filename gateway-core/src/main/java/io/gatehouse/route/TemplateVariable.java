package io.gatehouse.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@code %…%} variable of a header's value.
 *
 * @param name which
 * @param argument what stands in the parentheses; for headers the name, lower-case; empty when there is none
 * @param alternative for headers the name after the question mark, lower-case; null without one
 * @param maxLength a longer value is cut; 0 for no limit
 */
public record TemplateVariable(
        Name name, String argument, @Nullable String alternative, int maxLength) implements ValueTemplate.Part {
    private static final Pattern SYNTAX = Pattern.compile("([A-Z][A-Z0-9_]*)(?:\\(([^)]*)\\))?(?::([1-9][0-9]{0,6}))?");

    /** The variables that mean something at a gateway, by Envoy's names. */
    public enum Name {
        BYTES_RECEIVED(Argument.NONE),
        BYTES_SENT(Argument.NONE),
        DOWNSTREAM_DIRECT_REMOTE_ADDRESS(Argument.NONE),
        DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT(Argument.NONE),
        DOWNSTREAM_DIRECT_REMOTE_PORT(Argument.NONE),
        DOWNSTREAM_LOCAL_ADDRESS(Argument.NONE),
        DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT(Argument.NONE),
        DOWNSTREAM_LOCAL_PORT(Argument.NONE),
        DOWNSTREAM_PEER_FINGERPRINT_256(Argument.NONE),
        DOWNSTREAM_PEER_ISSUER(Argument.NONE),
        DOWNSTREAM_PEER_SERIAL(Argument.NONE),
        DOWNSTREAM_PEER_SUBJECT(Argument.NONE),
        DOWNSTREAM_PEER_URI_SAN(Argument.NONE),
        DOWNSTREAM_REMOTE_ADDRESS(Argument.NONE),
        DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(Argument.NONE),
        DOWNSTREAM_REMOTE_PORT(Argument.NONE),
        DURATION(Argument.NONE),
        HOSTNAME(Argument.NONE),
        PROTOCOL(Argument.NONE),
        REQ(Argument.HEADER),
        REQUESTED_SERVER_NAME(Argument.NONE),
        RESP(Argument.HEADER),
        RESPONSE_CODE(Argument.NONE),
        RESPONSE_CODE_DETAILS(Argument.NONE),
        RESPONSE_FLAGS(Argument.NONE),
        ROUTE_NAME(Argument.NONE),
        START_TIME(Argument.TIME_FORMAT),
        UPSTREAM_CLUSTER(Argument.NONE),
        UPSTREAM_HOST(Argument.NONE),
        UPSTREAM_REMOTE_ADDRESS(Argument.NONE),
        UPSTREAM_REQUEST_ATTEMPT_COUNT(Argument.NONE);

        private final Argument kind;

        Name(Argument kind) {
            this.kind = kind;
        }
    }

    private enum Argument {
        NONE,
        HEADER,
        TIME_FORMAT
    }

    /** Parses what stands between the percent signs; a problem is told as one sentence in the exception. */
    static TemplateVariable parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new TemplateSyntaxException("\"%" + text
                    + "%\" is no variable of the form %NAME%, %NAME(ARGUMENT)% or %NAME(ARGUMENT):LENGTH%;"
                    + " write %% for a percent sign");
        }
        Name name = name(text, matcher.group(1));
        String argument = matcher.group(2);
        int length = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return switch (name.kind) {
            case NONE -> {
                if (argument != null) {
                    throw new TemplateSyntaxException("%" + name + "% takes no argument");
                }
                yield new TemplateVariable(name, "", null, length);
            }
            case HEADER -> header(name, argument, length);
            case TIME_FORMAT -> {
                String format = argument == null ? "" : argument;
                TimeFormat.of(format);
                yield new TemplateVariable(name, format, null, length);
            }
        };
    }

    private static Name name(String text, String wanted) {
        for (Name name : Name.values()) {
            if (name.name().equals(wanted)) {
                return name;
            }
        }
        throw new TemplateSyntaxException("the variable \"%" + text + "%\" is not served by this gateway; served are "
                + Arrays.stream(Name.values()).map(Name::name).collect(Collectors.joining(", ")));
    }

    private static TemplateVariable header(Name name, @Nullable String argument, int length) {
        if (argument == null || argument.isEmpty() || argument.startsWith("?")) {
            throw new TemplateSyntaxException("%" + name + "% needs a header's name: %" + name + "(x-name)%");
        }
        String lower = argument.toLowerCase(Locale.ROOT);
        int alternative = lower.indexOf('?');
        return alternative < 0
                ? new TemplateVariable(name, lower, null, length)
                : new TemplateVariable(name, lower.substring(0, alternative), lower.substring(alternative + 1), length);
    }

    /** The value, no longer than {@link #maxLength}. */
    public String cut(String value) {
        return maxLength > 0 && value.length() > maxLength ? value.substring(0, maxLength) : value;
    }
}
