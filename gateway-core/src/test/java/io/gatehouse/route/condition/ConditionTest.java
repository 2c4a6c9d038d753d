package io.gatehouse.route.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.re2j.Pattern;
import io.gatehouse.route.TestRequest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A table: condition, request, whether it is met. */
class ConditionTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource({"uris", "requestLine", "headers", "withoutHeaders", "queryParams"})
    void conditionIsMetOrNot(Condition condition, TestRequest request, boolean met) {
        assertEquals(met, condition.matches(request), condition::describe);
    }

    static Stream<Arguments> uris() {
        return Stream.of(
                row(new UriExact("/a", false), get("/a"), true),
                row(new UriExact("/a", false), get("/a?x"), true),
                row(new UriExact("/a", false), get("/A"), false),
                row(new UriExact("/a", true), get("/A"), true),
                row(new UriExact("/a", true), get("/ab"), false),
                row(new UriExact("/a", false), get("/a/"), false),
                row(new UriPrefix("/foo", false), get("/foobar"), true),
                row(new UriPrefix("/foo", false), get("/Foo"), false),
                row(new UriPrefix("/foo", true), get("/FOO/x"), true),
                row(new UriPrefix("/foo", true), get("/fo"), false),
                row(new UriPrefix("", false), get("/"), true),
                row(new UriRegex(Pattern.compile("/a+")), get("/aa"), true),
                row(new UriRegex(Pattern.compile("/a+")), get("/aab"), false),
                row(new UriRegex(Pattern.compile("a+")), get("/aa"), false),
                row(new UriRegex(Pattern.compile("(?i)/a")), get("/A"), true));
    }

    static Stream<Arguments> requestLine() {
        return Stream.of(
                row(new Method(exact("GET")), get("/"), true),
                row(new Method(exact("get")), get("/"), false),
                row(new Method(new TextMatch.Prefix("P", false)), get("/").method("PUT"), true),
                row(new Scheme(exact("http")), get("/"), true),
                row(new Scheme(exact("https")), get("/"), false),
                row(new Scheme(exact("https")), get("/").tls("a"), true),
                row(new Authority(exact("a.example.com:80")), TestRequest.get("a.example.com:80", "/"), true),
                row(new Authority(exact("a.example.com")), TestRequest.get("a.example.com:80", "/"), false),
                row(new Authority(exact("a.example.com")), TestRequest.get("A.example.com", "/"), false));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                row(new Header("x-a", exact("1")), get("/").with("X-A", "1"), true),
                row(new Header("x-a", exact("1")), get("/").with("x-a", "2"), false),
                row(new Header("x-a", exact("1")), get("/"), false),
                row(new Header("x-a", exact("")), get("/"), false),
                row(new Header("x-a", exact("1")), get("/").with("x-a", "2").with("x-a", "1"), true),
                row(new Header("x-a", exact("2,1")), get("/").with("x-a", "2").with("x-a", "1"), false),
                row(new Header("x-a", regex("v[0-9]")), get("/").with("x-a", "v1x"), false),
                row(new Header(":method", exact("GET")), get("/"), true),
                row(new Header(":scheme", exact("http")), get("/"), true),
                row(new Header(":path", exact("/p?q")), get("/p?q"), true),
                row(new Header(":path", exact("/p")), get("/p"), true),
                row(new Header("host", exact("a.example.com")), get("/"), true),
                row(new Header(":authority", exact("a.example.com")), get("/"), true),
                row(new HeaderPresent(":authority"), TestRequest.get("", "/"), false),
                row(new HeaderPresent("x-a"), get("/").with("x-a", ""), true),
                row(new HeaderPresent("x-a"), get("/"), false));
    }

    static Stream<Arguments> withoutHeaders() {
        return Stream.of(
                row(new WithoutHeader("x-a", exact("1")), get("/"), true),
                row(new WithoutHeader("x-a", exact("1")), get("/").with("x-a", "1"), false),
                row(new WithoutHeader("x-a", exact("1")), get("/").with("x-a", "2"), true),
                row(
                        new WithoutHeader("x-a", exact("1")),
                        get("/").with("x-a", "2").with("x-a", "1"),
                        false),
                row(new WithoutHeader("x-a", exact("")), get("/"), false),
                row(new WithoutHeaderPresent("x-a"), get("/"), true),
                row(new WithoutHeaderPresent("x-a"), get("/").with("x-a", ""), false));
    }

    static Stream<Arguments> queryParams() {
        return Stream.of(
                row(new QueryParam("e", exact("")), get("/?e"), true),
                row(new QueryParam("e", exact("")), get("/?e="), true),
                row(new QueryParam("e", exact("")), get("/?f"), false),
                row(new QueryParam("e", exact("")), get("/"), false),
                row(new QueryParam("e", exact("1")), get("/?e=1&e=2"), true),
                row(new QueryParam("e", exact("2")), get("/?e=1&e=2"), false),
                row(new QueryParam("e", exact("a b")), get("/?e=a%20b"), false),
                row(new QueryParam("e", exact("a=b")), get("/?e=a=b"), true),
                row(new QueryParam("e", exact("1")), get("/?ee=2&e=1"), true),
                row(new QueryParam("e", regex("[0-9]+")), get("/?x=&e=12"), true),
                row(new QueryParamPresent("e"), get("/?a&e"), true),
                row(new QueryParamPresent("e"), get("/?ea&ae"), false),
                row(new QueryParamPresent("e"), get("/?"), false),
                row(new QueryParamPresent("e"), get("/"), false));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b",
        "/a/b.*, /a/b",
        "/ab?, /a",
        "/ab*, /a",
        "'/ab{2}', /a",
        "/ab+, /ab",
        "/a|/b, ''",
        "(?i)/a, ''",
        ".*, ''",
        "'/a[bc]', /a",
        "/a\\.b, /a",
    })
    void literalPrefixStopsBeforeWhatHasAMeaning(String regex, String prefix) {
        assertEquals(prefix, new UriRegex(Pattern.compile(regex)).literalPrefix());
    }

    private static Arguments row(Condition condition, TestRequest request, boolean met) {
        return Arguments.of(condition, request, met);
    }

    private static TestRequest get(String target) {
        return TestRequest.get(target);
    }

    private static TextMatch exact(String value) {
        return new TextMatch.Exact(value, false);
    }

    private static TextMatch regex(String value) {
        return new TextMatch.Regex(Pattern.compile(value));
    }
}
