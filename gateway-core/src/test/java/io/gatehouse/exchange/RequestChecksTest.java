package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {
    private static final RequestTarget GET = target("GET", HttpVersion.HTTP_1_1, "a.test", "/", null);

    private static RequestTarget target(
            String method, HttpVersion version, String authority, String path, @Nullable String query) {
        return new RequestTarget(method, version, null, authority, path, query, null, false);
    }

    private static @Nullable Rejection check(RequestTarget target, String... namesAndValues) {
        return RequestChecks.check(target, fields(namesAndValues));
    }

    private static HttpFields fields(String... namesAndValues) {
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    @Test
    void anOrdinaryRequestPasses() {
        assertNull(check(GET));
        assertNull(check(target("GET", HttpVersion.HTTP_2, "a.test", "/a", "b=c"), "x-a", "1"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_0_9", "HTTP_1_0"})
    void olderVersionsAreToldToUpgradeBeforeAnythingElse(HttpVersion version) {
        assertSame(Rejection.UPGRADE_REQUIRED, check(target("get", version, "", "x", null)));
    }

    @Test
    void aHundredFieldsAreTheMost() {
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 0; i < RequestChecks.MAX_FIELDS; i++) {
            fields.add("x-" + i, "1");
        }
        assertNull(RequestChecks.check(GET, fields));
        fields.add("x-more", "1");
        assertSame(Rejection.FIELDS_TOO_LARGE, RequestChecks.check(GET, fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "FOO", "GETS"})
    void unknownMethodsAreMalformedInHttp1Only(String method) {
        assertSame(Rejection.BAD_REQUEST, check(target(method, HttpVersion.HTTP_1_1, "a.test", "/", null)));
        assertNull(check(target(method, HttpVersion.HTTP_2, "a.test", "/", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PURGE", "PROPFIND", "MSEARCH", "TRACE"})
    void methodsThatTheCodecKnowsPass(String method) {
        assertNull(check(target(method, HttpVersion.HTTP_1_1, "a.test", "/", null)));
    }

    @Test
    void withoutAHostTheAnswerHasNoText() {
        assertSame(Rejection.BAD_REQUEST_EMPTY, check(target("GET", HttpVersion.HTTP_1_1, "", "/", null)));
        assertSame(Rejection.BAD_REQUEST_EMPTY, check(target("GET", HttpVersion.HTTP_2, "", "/", null)));
    }

    @Test
    void userInformationHasNoPlaceInAHost() {
        assertSame(Rejection.BAD_REQUEST, check(target("GET", HttpVersion.HTTP_1_1, "@a.test", "/", null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 31, 32, 127, 0xe9})
    void onlyVisibleAsciiIsAllowedInATarget(int character) {
        String text = "/a" + (char) character;
        assertSame(Rejection.BAD_REQUEST, check(target("GET", HttpVersion.HTTP_1_1, "a.test", text, null)));
        assertSame(Rejection.BAD_REQUEST, check(target("GET", HttpVersion.HTTP_1_1, "a.test", "/", text)));
    }

    @Test
    void theFirstAndLastVisibleCharactersPass() {
        assertNull(check(target("GET", HttpVersion.HTTP_1_1, "a.test", "/!~", "!~")));
    }

    @Test
    void onlyChunkedIsATransferCoding() {
        assertNull(check(GET, "Transfer-Encoding", "Chunked"));
        assertSame(Rejection.NOT_IMPLEMENTED, check(GET, "Transfer-Encoding", "gzip"));
        assertSame(Rejection.NOT_IMPLEMENTED, check(GET, "Transfer-Encoding", "gzip, chunked"));
    }

    @Test
    void aGatewayIsNoForwardProxy() {
        assertSame(Rejection.CONNECT, check(target("CONNECT", HttpVersion.HTTP_1_1, "a.test:443", "/", null)));
        assertSame(Rejection.CONNECT, check(target("OPTIONS", HttpVersion.HTTP_1_1, "a.test", "*", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "", "**"})
    void aPathStartsWithASlash(String path) {
        assertSame(Rejection.BAD_REQUEST, check(target("GET", HttpVersion.HTTP_1_1, "a.test", path, null)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https, false, true",
                "HTTPS, false, true",
                "https, true, false",
                "http, false, false",
                "-, false, false"
            })
    void anAbsoluteHttpsUriIsRefusedInClearText(@Nullable String scheme, boolean secure, boolean refused) {
        RequestTarget target =
                new RequestTarget("GET", HttpVersion.HTTP_1_1, scheme, "a.test", "/", null, null, secure);
        assertEquals(refused ? Rejection.WRONG_SCHEME : null, check(target));
    }

    @Test
    void onlyWebSocketIsTunnelled() {
        assertNull(check(GET, "Connection", "Upgrade", "Upgrade", "WebSocket"));
        assertSame(Rejection.UPGRADE_FAILED, check(GET, "Connection", "keep-alive, upgrade", "Upgrade", "foo"));
    }

    @Test
    void anExtendedConnectIsAnUpgrade() {
        assertNull(check(extendedConnect("websocket")));
        assertSame(Rejection.UPGRADE_FAILED, check(extendedConnect("connect-udp")));
    }

    private static RequestTarget extendedConnect(String protocol) {
        return new RequestTarget("CONNECT", HttpVersion.HTTP_2, null, "a.test", "/", null, protocol, true);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "upgrade, WebSocket, websocket",
                "upgrade, foo, foo",
                "upgrade, h2c, -",
                "upgrade, H2C, -",
                "upgrade, -, -",
                "keep-alive, websocket, -",
                "-, websocket, -",
                "upgrade, '', -",
            })
    void anUpgradeIsOneThatConnectionNames(
            @Nullable String connection, @Nullable String upgrade, @Nullable String protocol) {
        HttpFields.Mutable fields = HttpFields.build();
        if (connection != null) {
            fields.add("Connection", connection);
        }
        if (upgrade != null) {
            fields.add("Upgrade", upgrade);
        }
        assertEquals(protocol, RequestChecks.upgrade(fields));
    }

    @ParameterizedTest
    @CsvSource({
        "connection, true",
        "keep-alive, true",
        "proxy-connection, true",
        "transfer-encoding, true",
        "upgrade, true",
        "te, false",
        "cookie, false",
        "x-connection, false",
    })
    void fieldsOfAConnectionMakeAnHttp2RequestMalformed(String name, boolean malformed) {
        assertEquals(malformed, RequestChecks.isMalformedHttp2(fields("x-a", "1", name, "trailers")));
    }
}
