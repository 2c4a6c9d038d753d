package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before routing, whichever way it came in. */
class AmbiguousHeadTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET /smuggled HTTP/1.1", "GE T", "GET\t", "", "G(T"})
    void http2MethodThatIsNoTokenIsRefused(String method) {
        assertEquals(400, status(target(method, null, "shop.example.com"), HttpFields.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "M-SEARCH", "purge", "X_Y"})
    void http2MethodMayBeAnyToken(String method) {
        assertNull(RequestChecks.check(target(method, null, "shop.example.com"), HttpFields.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop/x", "shop\\x", "shop?x", "shop#x", "a b", "me@shop", "shop%00", "sh\u00f6p", "a,b", "s\rx"
            })
    void hostWithMoreThanNamesAndPortsIsRefused(String host) {
        assertEquals(400, status(target("GET", null, host), HttpFields.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop.Example.com", "shop:8080", "shop:abc", "[::1]:80", "sh_op", "xn--shp-una", "shop."})
    void hostMayHaveAnyCaseAndPort(String host) {
        assertNull(RequestChecks.check(target("GET", null, host), HttpFields.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "file", "gopher"})
    void absoluteTargetOfAnotherSchemeIsRefused(String scheme) {
        assertEquals(400, status(target("GET", scheme, "shop"), HttpFields.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "-5", "0x5", "5, 5", "5 5", "five"})
    void contentLengthOfMoreThanDigitsIsRefused(String length) {
        assertEquals(400, status(target("POST", null, "shop"), lengths(length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "6"})
    void secondContentLengthIsRefused(String second) {
        assertEquals(400, status(target("POST", null, "shop"), lengths("5", second)));
    }

    private static HttpFields lengths(String... values) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String value : values) {
            fields.add("Content-Length", value);
        }
        return fields;
    }

    private static int status(RequestTarget target, HttpFields fields) {
        Rejection rejection = RequestChecks.check(target, fields);
        return rejection == null ? 0 : rejection.status();
    }

    private static RequestTarget target(String method, @Nullable String scheme, String authority) {
        return new RequestTarget(method, HttpVersion.HTTP_2, scheme, authority, "/", null, null, false);
    }
}
