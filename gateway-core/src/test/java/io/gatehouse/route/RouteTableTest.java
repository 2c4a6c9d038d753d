package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    private static RouteTable table(String... domains) {
        return RouteTable.of(Stream.of(domains)
                .map(domain -> new VirtualHost(domain, false, List.of()))
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.com, a.example.com",
        "b.example.com, *.example.com",
        "x.b.example.com, *.b.example.com",
        "x.y.b.example.com, *.b.example.com",
        "example.com, *.com",
        ".example.com, *.com",
        "x-svc.net, *-svc.net",
        "org, *",
        "'', *",
        "a.example.com., *",
    })
    void exactWinsOverLongestWildcardOverStar(String host, String domain) {
        RouteTable table = table("*", "*.com", "*.example.com", "*.b.example.com", "*-svc.net", "a.example.com");
        assertEquals(domain, table.find(host).domain());
    }

    @Test
    void wildcardCoversNoNameOfItsOwn() {
        assertNull(table("*.example.com").find("example.com"));
    }

    @Test
    void unknownHostFindsNothing() {
        assertNull(table("a.example.com").find("b.example.com"));
        assertNull(RouteTable.EMPTY.find("a.example.com"));
    }

    @Test
    void ofTwoHostsOfOneDomainTheFirstCounts() {
        for (String domain : List.of("a.test", "*.test", "*")) {
            VirtualHost first = new VirtualHost(domain, true, List.of());
            VirtualHost second = new VirtualHost(domain, false, List.of());
            assertSame(first, RouteTable.of(List.of(first, second)).find("a.test"));
        }
    }
}
