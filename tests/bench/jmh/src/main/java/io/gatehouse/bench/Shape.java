package io.gatehouse.bench;

import io.gatehouse.telemetry.AskedRequest;
import java.util.Map;

/** What sets routes apart: a host, a wildcard, a path prefix or a path regex, numbered. */
public enum Shape {
    EXACT,
    WILDCARD,
    PREFIX,
    REGEX;

    /** The host of the VirtualService that holds a route. */
    String host(int number) {
        return switch (this) {
            case EXACT -> "h" + number + ".example.com";
            case WILDCARD -> "*.h" + number + ".example.com";
            case PREFIX, REGEX -> "bench.example.com";
        };
    }

    /** The route's match, as it stands in a list of them; empty where the host decides. */
    String match(int number) {
        return switch (this) {
            case EXACT, WILDCARD -> "";
            case PREFIX -> "match: [{uri: {prefix: /p" + number + "/}}], ";
            case REGEX -> "match: [{uri: {regex: \"/r" + number + "/[a-z0-9]+\"}}], ";
        };
    }

    /** A request that only this route answers. */
    AskedRequest request(int number) {
        String target = switch (this) {
            case EXACT -> "h" + number + ".example.com/";
            case WILDCARD -> "a.h" + number + ".example.com/";
            case PREFIX -> "bench.example.com/p" + number + "/x";
            case REGEX -> "bench.example.com/r" + number + "/abc123";
        };
        return AskedRequest.of("GET", "http://" + target, Map.of());
    }
}
