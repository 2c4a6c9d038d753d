package io.gatehouse.resource.decode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Composes the nodes of one text, within the limits. */
final class YamlText {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;

    /** Any escape, so that the second of two backslashes isn't taken for the start of one. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:u([dD][89abAB]\\p{XDigit}{2})\\\\u([dD][c-fC-F]\\p{XDigit}{2})|.)");

    private final Composer composer;

    YamlText(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(ResourceDecoder.MAX_CHARACTERS + 1);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowDuplicateKeys(true); // found by ObjectReader, which knows the field
        composer =
                new Composer(new ParserImpl(new StreamReader(withoutJsonOnly(text)), options), new Resolver(), options);
    }

    /** The next document, null at the end. */
    @Nullable
    Node next() {
        try {
            return composer.checkNode() ? composer.getNode() : null;
        } catch (StackOverflowError e) {
            throw new YAMLException("nested too deeply");
        }
    }

    /** What JSON allows and YAML 1.1 doesn't: tabs for indentation, the escape {@code \\/} and surrogate pairs. */
    private static String withoutJsonOnly(String text) {
        int i = 0;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        boolean json = i < text.length() && (text.charAt(i) == '{' || text.charAt(i) == '[');
        if (!json) {
            return text;
        }
        return ESCAPE.matcher(text.replace('\t', ' ')).replaceAll(escape -> {
            String unescaped = escape.group();
            if (escape.group(1) != null) {
                char high = (char) Integer.parseInt(escape.group(1), 16);
                char low = (char) Integer.parseInt(escape.group(2), 16);
                unescaped = new String(new char[] {high, low});
            } else if (unescaped.equals("\\/")) {
                unescaped = "/";
            }
            return Matcher.quoteReplacement(unescaped);
        });
    }

    static boolean isLimit(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Number of aliases")
                || message.startsWith("Nesting Depth")
                || message.startsWith("nested too deeply")
                || message.startsWith("The incoming YAML document exceeds");
    }

    static String problem(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Number of aliases")) {
            return "more than " + MAX_ALIASES + " aliases of collections";
        }
        if (isLimit(e)) {
            return "nested deeper than " + MAX_DEPTH + " levels";
        }
        int lineEnd = message.indexOf('\n');
        return "not YAML: " + (lineEnd < 0 ? message : message.substring(0, lineEnd));
    }
}
