package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.gatehouse.resource.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is equal is not made anew, and no connection is dropped for it: so equality must see every part. */
class EqualityTest {
    private static final Route ROUTE = new Route(
            "",
            "ns/vs",
            List.of(),
            new RouteAction.DirectResponse(200, new byte[0]),
            RoutePolicy.DEFAULT,
            Position.NONE);

    /** Lists of things of which each differs from all others. */
    static Stream<List<Object>> differing() {
        return Stream.of(
                List.of(
                        inline("ns/a", "cert", "key"),
                        inline("ns/b", "cert", "key"),
                        inline("ns/a", "other", "key"),
                        inline("ns/a", "cert", "other"),
                        inline("ns/a", "cert", null),
                        "ns/a"),
                List.of(
                        new VirtualHost("a.test", false, List.of()),
                        new VirtualHost("b.test", false, List.of()),
                        new VirtualHost("a.test", true, List.of()),
                        new VirtualHost("a.test", false, List.of(ROUTE)),
                        "a.test"),
                List.of(
                        RouteTable.EMPTY,
                        RouteTable.of(List.of(new VirtualHost("a.test", false, List.of()))),
                        RouteTable.of(List.of(new VirtualHost("a.test", true, List.of()))),
                        "[]"),
                List.of(
                        ValueTemplate.parse("a"),
                        ValueTemplate.parse("%REQ(a)%"),
                        ValueTemplate.parse("%REQ(b)%"),
                        "a"));
    }

    @ParameterizedTest
    @MethodSource("differing")
    void whatDiffersInOnePartIsNotEqual(List<Object> things) {
        for (int i = 0; i < things.size(); i++) {
            for (int j = 0; j < things.size(); j++) {
                if (i != j) {
                    assertNotEquals(things.get(i), things.get(j));
                }
            }
        }
    }

    static Stream<List<Object>> alike() {
        return Stream.of(
                List.of(inline("ns/a", "cert", "key"), inline("ns/a", "cert", "key")),
                List.of(
                        new VirtualHost("a.test", true, List.of(ROUTE)),
                        new VirtualHost("a.test", true, List.of(ROUTE))),
                List.of(
                        RouteTable.of(List.of(new VirtualHost("a.test", true, List.of(ROUTE)))),
                        RouteTable.of(List.of(new VirtualHost("a.test", true, List.of(ROUTE))))),
                List.of(ValueTemplate.parse("%REQ(a)%"), ValueTemplate.parse("%REQ(a)%")));
    }

    @ParameterizedTest
    @MethodSource("alike")
    void whatIsMadeFromTheSameIsEqualAndHashesAlike(List<Object> two) {
        assertEquals(two.get(0), two.get(1));
        assertEquals(two.get(0).hashCode(), two.get(1).hashCode());
    }

    @ParameterizedTest
    @MethodSource("differing")
    void hashesSpread(List<Object> things) {
        long hashes = things.stream().mapToInt(Object::hashCode).distinct().count();
        assertFalse(hashes < 2, () -> "one hash for all of " + things);
    }

    @Test
    void aKeyIsNeverPrinted() {
        assertEquals("Inline[ns/a, redacted]", inline("ns/a", "cert", "key").toString());
    }

    private static CertificateSource.Inline inline(String name, String certificate, @Nullable String key) {
        return new CertificateSource.Inline(name, bytes(certificate), key == null ? null : bytes(key));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
