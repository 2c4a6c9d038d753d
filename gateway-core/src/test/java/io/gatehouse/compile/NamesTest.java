package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of how names are read and compared. */
class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "gw, home/gw",
        "ns/gw, ns/gw",
        "./gw, home/gw",
        "mesh, mesh",
        "gw.ns.svc.cluster.local, ns/gw",
        "gw.ns, ns/gw",
    })
    void gatewayNamesAreCompleted(String name, String complete) {
        assertEquals(complete, ResourceName.gateway(name, "home"));
    }

    @ParameterizedTest
    @CsvSource({
        "reviews, reviews.home.svc.cluster.local",
        "reviews.other, reviews.other",
        "*, *",
        "::1, ::1",
        "a.example.com, a.example.com",
    })
    void shortServiceNamesAreOfTheirNamespace(String host, String complete) {
        assertEquals(complete, ResourceName.service(host, "home", "cluster.local"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.foo.com, *.foo.com, true",
        "a.b.foo.com, *.foo.com, true",
        "foo.com, *.foo.com, false",
        "*.b.foo.com, *.foo.com, true",
        "*.foo.com, *.b.foo.com, false",
        "*.foo.com, a.foo.com, false",
        "*, *.com, false",
        "*.com, *, true",
        "a.com, *, true",
        "a.com, a.com, true",
        "a.com, b.com, false",
    })
    void wildcardCoversAnyDepthButNotItsOwnApex(String host, String other, boolean subset) {
        assertEquals(subset, Hosts.isSubset(host, other));
    }

    @ParameterizedTest
    @CsvSource({
        "'', here, true",
        "*, here, true",
        "., home, true",
        "., here, false",
        "here, here, true",
        "~, here, false",
    })
    void exportToSaysWhoSees(String exportTo, String namespace, boolean visible) {
        List<String> list = exportTo.isEmpty() ? List.of() : List.of(exportTo);
        assertEquals(visible, Visibility.covers(list, "home", namespace));
    }

    @Test
    void narrowerHostWinsAndNamespacesCount() {
        ServerHosts hosts = new ServerHosts(List.of("*.Foo.com", "ns/b.bar.com", "./own.com", "*/any.com"), "home");
        assertEquals(Set.of("a.foo.com"), hosts.intersection(List.of("a.foo.com"), "x"));
        assertEquals(
                Set.of("*.foo.com"),
                hosts.intersection(List.of("*.com"), "x").stream()
                        .filter(host -> host.startsWith("*"))
                        .collect(Collectors.toSet()));
        assertEquals(Set.of("b.bar.com"), hosts.intersection(List.of("*.bar.com"), "ns"));
        assertEquals(Set.of(), hosts.intersection(List.of("*.bar.com", "own.com"), "x"));
        assertEquals(Set.of("own.com", "any.com"), hosts.intersection(List.of("own.com", "any.com"), "home"));
        assertEquals(List.of("ns/b.bar.com", "home/own.com", "any.com", "*.foo.com"), hosts.qualifiedNames());
    }
}
