package io.gatehouse.jetty.launcher.store;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One YAML document as text: joined in their order, the documents of a file are the file, byte for byte.
 *
 * @param marker the {@code ---} line before it; empty when it has none
 * @param body the rest
 * @param keys the objects in it: one, none for comments, several in a {@code List}
 */
public record Document(String marker, String body, Set<ResourceKey> keys) {
    private static final Pattern MARKER = Pattern.compile("^---(?=[ \\t\\r\\n]|$)[^\\n]*\\n?", Pattern.MULTILINE);

    /** Cuts a text into its documents. */
    public static List<Document> split(String text) {
        List<Document> documents = new ArrayList<>();
        Matcher matcher = MARKER.matcher(text);
        String marker = "";
        int start = 0;
        while (matcher.find()) {
            add(documents, marker, text.substring(start, matcher.start()));
            marker = matcher.group();
            start = matcher.end();
        }
        add(documents, marker, text.substring(start));
        return documents;
    }

    /** A document of this text alone. */
    public static Document of(String marker, String body) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        Decoded decoded = new ResourceDecoder().decode("", body);
        decoded.resources().stream().map(Resource::key).forEach(keys::add);
        keys.addAll(decoded.refused());
        return new Document(marker, body, keys);
    }

    private static void add(List<Document> documents, String marker, String body) {
        if (!marker.isEmpty() || !body.isEmpty()) {
            documents.add(of(marker, body));
        }
    }

    /** This document with another text in the same place. */
    Document withBody(String text) {
        return of(marker, text.endsWith("\n") ? text : text + "\n");
    }

    String text() {
        return marker + body;
    }
}
