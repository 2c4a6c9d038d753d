package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopByHopTest {
    private static List<String> endToEnd(String... namesAndValues) {
        HttpFields.Mutable from = HttpFields.build();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            from.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        HttpFields.Mutable to = HttpFields.build();
        HopByHop.copyEndToEnd(from, to);
        return to.stream()
                .map(field -> field.getName() + "=" + field.getValue())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Connection, close, false",
        "Keep-Alive, timeout=5, false",
        "Proxy-Connection, keep-alive, false",
        "Transfer-Encoding, chunked, false",
        "Upgrade, websocket, false",
        "TE, gzip, false",
        "TE, trailers, true",
        "TE, 'gzip, trailers', true",
        "Proxy-Authorization, Basic x, true",
        "Trailer, x-a, true",
        "X-Other, 1, true",
        ":path, /, false",
        ":own, /, false",
    })
    void whatBelongsToAConnectionStaysOnIt(String name, String value, boolean passes) {
        assertEquals(passes ? List.of(name + "=" + value) : List.of(), endToEnd(name, value));
    }

    @Test
    void whatConnectionListsGoesInAnyCase() {
        assertEquals(
                List.of("X-Kept=3"),
                endToEnd(
                        "Connection",
                        "keep-alive, X-Hop",
                        "x-hop",
                        "1",
                        "Connection",
                        "other",
                        "Other",
                        "2",
                        "X-Kept",
                        "3"));
    }

    @Test
    void listedTrailersStillPass() {
        assertEquals(List.of("TE=trailers"), endToEnd("Connection", "TE", "TE", "trailers"));
    }

    @Test
    void orderAndRepetitionStay() {
        assertEquals(List.of("b=1", "a=2", "b=3"), endToEnd("b", "1", "a", "2", "b", "3"));
    }
}
