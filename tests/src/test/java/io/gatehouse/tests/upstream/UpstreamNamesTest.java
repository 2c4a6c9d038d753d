package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.upstream.DnsSettings;
import io.gatehouse.upstream.DnsSettings.Dynamic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that are found by name, through a gateway. */
class UpstreamNamesTest {
    private static final String POLICY = "{loadBalancer: {simple: ROUND_ROBIN}}";

    private static Policed.Plan dynamic(EchoServer upstream, NameServer names, Dynamic allowed) {
        return Policed.plan(POLICY)
                .service("*.example.com", "DYNAMIC_DNS")
                .port(upstream.port(), "HTTP")
                .dns(new DnsSettings(List.of(names.address()), allowed));
    }

    @Test
    void aNameIsFollowedWhenItsAddressChanges() throws Exception {
        try (NameServer names = new NameServer().say("svc.example.com", "127.0.0.1");
                EchoServer upstream = EchoServer.plain("a");
                Policed gateway = Policed.plan(POLICY)
                        .service("svc.example.com", "DNS")
                        .port(upstream.port(), "HTTP")
                        .dns(new DnsSettings(List.of(names.address()), Dynamic.OFF))
                        .start()) {
            assertTrue(gateway.get("app").contains("name=a"));
            names.say("svc.example.com", "127.0.0.2");
            // Nobody listens at the new address
            Until.holds(() -> gateway.get("app").startsWith("HTTP/1.1 503"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DNS", "DNS_ROUND_ROBIN"})
    void anAddressThatServesIsFoundOnceTheNameLeadsThere(String resolution) throws Exception {
        try (NameServer names = new NameServer().say("svc.example.com", "127.0.0.2");
                EchoServer upstream = EchoServer.plain("a");
                Policed gateway = Policed.plan(POLICY)
                        .service("svc.example.com", resolution)
                        .port(upstream.port(), "HTTP")
                        .dns(new DnsSettings(List.of(names.address()), Dynamic.OFF))
                        .start()) {
            // Nobody listens there
            assertTrue(gateway.get("app").startsWith("HTTP/1.1 503"));
            names.say("svc.example.com", "127.0.0.1");
            Until.holds(() -> gateway.get("app").contains("name=a"));
        }
    }

    @Test
    void aClientsOwnNameIsServedWhereThatIsEnabled() throws Exception {
        try (NameServer names = new NameServer().say("api.example.com", "127.0.0.1");
                EchoServer upstream = EchoServer.plain("a");
                Policed gateway = dynamic(upstream, names, Dynamic.ANY).start()) {
            assertTrue(gateway.get("api.example.com").contains("name=a"));
            int asked = names.questions();
            assertTrue(asked > 0);
            assertTrue(gateway.get("other.test").startsWith("HTTP/1.1 503"));
            assertTrue(gateway.get("127.0.0.1").startsWith("HTTP/1.1 503"));
            String unknown = gateway.get("nowhere.example.com");
            assertTrue(unknown.endsWith("no healthy upstream"), unknown);
            assertEquals(1, upstream.requests());
        }
    }

    @Test
    void aClientsOwnNameDoesNotLeadToThisMachine() throws Exception {
        for (Dynamic allowed : List.of(Dynamic.PUBLIC, Dynamic.PRIVATE)) {
            try (NameServer names = new NameServer().say("rebound.example.com", "127.0.0.1");
                    EchoServer upstream = EchoServer.plain("a");
                    Policed gateway = dynamic(upstream, names, allowed).start()) {
                String answer = gateway.get("rebound.example.com");
                assertTrue(answer.endsWith("no healthy upstream"), answer);
                assertEquals(0, upstream.requests());
            }
        }
    }

    @Test
    void aClientsOwnNameIsRefusedUnlessEnabledAndAFindingSaysHow() throws Exception {
        try (NameServer names = new NameServer().say("api.example.com", "127.0.0.1");
                EchoServer upstream = EchoServer.plain("a");
                Policed gateway = dynamic(upstream, names, Dynamic.OFF).start()) {
            assertTrue(gateway.get("api.example.com").startsWith("HTTP/1.1 503"));
            assertEquals(0, names.questions());
            String findings = gateway.server().diagnostics().toString();
            assertTrue(findings.contains("GH0710") && findings.contains("--dynamic-dns"), findings);
        }
    }
}
