package io.gatehouse.jetty.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.jetty.listener.Specs;
import io.gatehouse.route.ServerSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SniCertificatesTest {
    private static SniCertificates of(String... patterns) {
        return SniCertificates.create(Stream.of(patterns)
                .map(pattern -> new SniCertificates.Entry(pattern, target(pattern)))
                .toList());
    }

    private static TlsTarget target(String name) {
        return new TlsTarget.Unserved(Specs.server(name, null, ServerSpec.Inner.HTTP, List.of(), name));
    }

    private static String selected(SniCertificates certificates, String serverName) {
        TlsTarget target = certificates.select(serverName);
        return target == null ? null : ((TlsTarget.Unserved) target).server().name();
    }

    @Test
    void exactNameWinsOverLongestWildcardOverAny() {
        SniCertificates certificates = of("*", "*.com", "*.example.com", "app.example.com");

        assertEquals("app.example.com", selected(certificates, "app.example.com"));
        assertEquals("*.example.com", selected(certificates, "z.example.com"));
        assertEquals("*.example.com", selected(certificates, "a.b.example.com"));
        assertEquals("*.com", selected(certificates, "example.com"));
        assertEquals("*", selected(certificates, "example.org"));
    }

    @Test
    void wildcardDoesNotCoverItsOwnSuffix() {
        assertNull(selected(of("*.example.com"), "example.com"));
    }

    @Test
    void missingNameIsCoveredByAnyOnly() {
        assertEquals("*", selected(of("app.example.com", "*"), null));
        assertNull(selected(of("app.example.com", "*.example.com"), null));
    }

    @Test
    void firstOfTwoServersWithOneHostWins() {
        TlsTarget first = target("first");

        SniCertificates certificates = SniCertificates.create(List.of(
                new SniCertificates.Entry("app.example.com", first),
                new SniCertificates.Entry("APP.example.com", target("second"))));

        assertEquals("first", selected(certificates, "app.example.com"));
    }
}
