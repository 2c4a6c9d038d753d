package io.gatehouse.resource.decode;

import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.StringMatch;

/** Reads {@code spec.http[].match[]}. */
final class HttpMatchDecoder {
    private HttpMatchDecoder() {}

    static HttpMatchRequest decode(ObjectReader match) {
        return Shared.part(new HttpMatchRequest(
                match.string("name"),
                match.object("uri", HttpMatchDecoder::stringMatch),
                match.object("scheme", HttpMatchDecoder::stringMatch),
                match.object("method", HttpMatchDecoder::stringMatch),
                match.object("authority", HttpMatchDecoder::stringMatch),
                match.objectMap("headers", HttpMatchDecoder::stringMatch),
                match.objectMap("withoutHeaders", HttpMatchDecoder::stringMatch),
                match.objectMap("queryParams", HttpMatchDecoder::stringMatch),
                match.bool("ignoreUriCase"),
                DestinationDecoder.matchPort(match),
                match.strings("gateways"),
                match.stringMap("sourceLabels"),
                match.string("sourceNamespace"),
                match.string("statPrefix")));
    }

    static StringMatch stringMatch(ObjectReader match) {
        match.exclusive("exact", "prefix", "regex");
        String exact = match.string("exact");
        String prefix = match.string("prefix");
        String regex = match.string("regex");
        if (exact != null) {
            return new StringMatch.Exact(exact);
        }
        if (prefix != null) {
            return new StringMatch.Prefix(prefix);
        }
        return regex != null ? new StringMatch.Regex(regex) : new StringMatch.Presence();
    }
}
