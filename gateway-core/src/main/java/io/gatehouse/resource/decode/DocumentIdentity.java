package io.gatehouse.resource.decode;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ResourceKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a text that is no YAML who it probably is, so that the last good version of that object is kept. */
final class DocumentIdentity {
    private static final Pattern KIND = Pattern.compile("^kind:[ \\t]*[\"']?(\\w+)", Pattern.MULTILINE);
    private static final Pattern METADATA =
            Pattern.compile("^metadata:([^\\n]*(?:\\n(?:[ \\t][^\\n]*)?)*)", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("(?:^|[{,\\s])name:[ \\t]*[\"']?([\\w.-]+)");
    private static final Pattern NAMESPACE = Pattern.compile("(?:^|[{,\\s])namespace:[ \\t]*[\"']?([\\w.-]+)");

    private DocumentIdentity() {}

    static @Nullable ResourceKey guess(String text) {
        Matcher kind = KIND.matcher(text);
        Matcher metadata = METADATA.matcher(text);
        if (!kind.find() || !metadata.find()) {
            return null;
        }
        Matcher name = NAME.matcher(metadata.group(1));
        if (!name.find()) {
            return null;
        }
        Matcher namespace = NAMESPACE.matcher(metadata.group(1));
        return new ResourceKey(
                kind.group(1), namespace.find() ? namespace.group(1) : Metadata.DEFAULT_NAMESPACE, name.group(1));
    }
}
