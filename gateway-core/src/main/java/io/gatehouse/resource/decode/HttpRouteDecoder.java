package io.gatehouse.resource.decode;

import io.gatehouse.resource.Bytes;
import io.gatehouse.resource.CorsPolicy;
import io.gatehouse.resource.Delegate;
import io.gatehouse.resource.HeaderOperations;
import io.gatehouse.resource.Headers;
import io.gatehouse.resource.HttpDirectResponse;
import io.gatehouse.resource.HttpFaultInjection;
import io.gatehouse.resource.HttpMirrorPolicy;
import io.gatehouse.resource.HttpRedirect;
import io.gatehouse.resource.HttpRetry;
import io.gatehouse.resource.HttpRewrite;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.HttpRouteDestination;
import io.gatehouse.resource.Percent;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.http[]}. */
final class HttpRouteDecoder {
    /** As Kubernetes takes it: padded, not empty. */
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|)");

    private HttpRouteDecoder() {}

    static HttpRoute decode(ObjectReader http) {
        http.exclusive("mirrorPercent", "mirror_percent");
        Long mirrorPercent = http.nullableUint32("mirrorPercent");
        Long oldMirrorPercent = http.nullableUint32("mirror_percent");
        return Shared.part(new HttpRoute(
                http.string("name"),
                Shared.list(http.objects("match", HttpMatchDecoder::decode)),
                Shared.list(http.objects("route", HttpRouteDecoder::destination)),
                http.object("redirect", HttpRouteDecoder::redirect),
                http.object("directResponse", HttpRouteDecoder::directResponse),
                http.object(
                        "delegate", delegate -> new Delegate(delegate.string("name"), delegate.string("namespace"))),
                http.object("rewrite", HttpRouteDecoder::rewrite),
                http.duration("timeout"),
                http.object("retries", HttpRouteDecoder::retries),
                http.object("fault", HttpRouteDecoder::fault),
                http.object("mirror", DestinationDecoder::decode),
                mirrorPercent != null ? mirrorPercent : oldMirrorPercent,
                percent(http, "mirrorPercentage"),
                http.objects(
                        "mirrors",
                        mirror -> new HttpMirrorPolicy(
                                DestinationDecoder.required(mirror, "destination"), percent(mirror, "percentage"))),
                http.object("corsPolicy", HttpRouteDecoder::cors),
                http.object("headers", HttpRouteDecoder::headers)));
    }

    private static HttpRouteDestination destination(ObjectReader route) {
        return Shared.part(new HttpRouteDestination(
                DestinationDecoder.required(route, "destination"),
                route.int32("weight"),
                route.object("headers", HttpRouteDecoder::headers)));
    }

    private static HttpRedirect redirect(ObjectReader redirect) {
        redirect.exclusive("port", "derivePort");
        Long code = redirect.uint32("redirectCode");
        return new HttpRedirect(
                redirect.string("uri"),
                redirect.string("prefixRewrite"),
                redirect.string("authority"),
                redirect.string("scheme"),
                redirect.port("port"),
                redirect.oneOf("derivePort", HttpRedirect.DerivePort.class),
                code == null || code == 0 ? null : clamped(code));
    }

    private static HttpDirectResponse directResponse(ObjectReader response) {
        response.require("status");
        Long status = response.uint32("status");
        return new HttpDirectResponse(
                status == null ? 0 : clamped(status), response.object("body", HttpRouteDecoder::body));
    }

    private static HttpDirectResponse.Body body(ObjectReader body) {
        body.exclusive("string", "bytes");
        String encoded = body.string("bytes");
        Bytes bytes = null;
        if (encoded != null && !encoded.isEmpty() && BASE64.matcher(encoded).matches()) {
            bytes = Bytes.copyOf(Base64.getDecoder().decode(encoded));
        } else if (encoded != null) {
            body.fail(Codes.BAD_FORM, "bytes", "is not base64", encoded.isEmpty() ? "leave it out for none" : null);
        }
        return new HttpDirectResponse.Body(body.string("string"), bytes);
    }

    private static HttpRewrite rewrite(ObjectReader rewrite) {
        return new HttpRewrite(
                rewrite.string("uri"), rewrite.string("authority"), rewrite.object("uriRegexRewrite", regex -> {
                    String match = regex.string("match");
                    String replacement = regex.string("rewrite");
                    return new HttpRewrite.RegexRewrite(
                            match == null ? "" : match, replacement == null ? "" : replacement);
                }));
    }

    static HttpRetry retries(ObjectReader retries) {
        return new HttpRetry(
                retries.int32("attempts"),
                retries.duration("perTryTimeout"),
                retries.string("retryOn"),
                retries.nullableBool("retryRemoteLocalities"),
                retries.nullableBool("retryIgnorePreviousHosts"),
                retries.duration("backoff"));
    }

    private static HttpFaultInjection fault(ObjectReader fault) {
        return new HttpFaultInjection(
                fault.object("delay", delay -> {
                    delay.exclusive("fixedDelay", "exponentialDelay");
                    return new HttpFaultInjection.Delay(
                            delay.duration("fixedDelay"),
                            delay.duration("exponentialDelay"),
                            delay.int32("percent"),
                            percent(delay, "percentage"));
                }),
                fault.object("abort", abort -> {
                    abort.exclusive("httpStatus", "grpcStatus", "http2Error");
                    return new HttpFaultInjection.Abort(
                            abort.int32("httpStatus"),
                            abort.string("grpcStatus"),
                            abort.string("http2Error"),
                            percent(abort, "percentage"));
                }));
    }

    private static @Nullable Percent percent(ObjectReader object, String name) {
        return object.object(name, percent -> {
            Double value = percent.number("value", false, -Double.MAX_VALUE, Double.MAX_VALUE);
            return new Percent(value == null ? 0 : value);
        });
    }

    private static CorsPolicy cors(ObjectReader cors) {
        return new CorsPolicy(
                cors.objects("allowOrigins", HttpMatchDecoder::stringMatch),
                cors.strings("allowOrigin"),
                cors.strings("allowMethods"),
                cors.strings("allowHeaders"),
                cors.strings("exposeHeaders"),
                cors.duration("maxAge"),
                cors.nullableBool("allowCredentials"),
                cors.oneOf("unmatchedPreflights", CorsPolicy.UnmatchedPreflights.class));
    }

    private static Headers headers(ObjectReader headers) {
        HeaderOperations request = headers.object("request", HttpRouteDecoder::operations);
        HeaderOperations response = headers.object("response", HttpRouteDecoder::operations);
        return new Headers(
                request == null ? HeaderOperations.NONE : request, response == null ? HeaderOperations.NONE : response);
    }

    private static HeaderOperations operations(ObjectReader operations) {
        return new HeaderOperations(
                operations.stringMap("set"), operations.stringMap("add"), operations.strings("remove"));
    }

    private static int clamped(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
