package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

class DnsResolverTest {
    @TempDir
    private Path directory;

    private Path hosts;
    private DnsStub server;
    private DnsResolver resolver;

    @BeforeEach
    void start() throws Exception {
        hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.7 local.test alias\n");
        server = new DnsStub();
        resolver = new DnsResolver(new SystemNames(List.of(server.address()), hosts), null);
    }

    @AfterEach
    void stop() {
        resolver.close();
        server.close();
    }

    private Resolver.Answer look(String host) throws Exception {
        return resolver.resolve(host).get(30, TimeUnit.SECONDS);
    }

    private static List<String> text(Resolver.Answer answer) {
        return answer.addresses().stream().map(InetAddress::getHostAddress).toList();
    }

    private Throwable failure(String host) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> look(host));
        Throwable at = failed;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    @Test
    void allAddressesComeWithTheirShortestTime() throws Exception {
        server.say("svc.test", "A 60 127.0.0.1", "A 60 127.0.0.2");
        Resolver.Answer answer = look("svc.test");
        assertEquals(
                List.of("127.0.0.1", "127.0.0.2"),
                text(answer).stream().sorted().toList());
        assertEquals(Duration.ofSeconds(60), answer.ttl());
    }

    @Test
    void anAliasIsFollowedAndItsTimeCounts() throws Exception {
        server.say("www.test", "CNAME 3 svc.test.");
        server.say("svc.test", "A 600 127.0.0.1");
        Resolver.Answer answer = look("www.test");
        assertEquals(List.of("127.0.0.1"), text(answer));
        assertEquals(Duration.ofSeconds(3), answer.ttl());
    }

    @Test
    void addressesOfIpv6AreTakenWhereThereAreNoOthers() throws Exception {
        server.say("six.test", "AAAA 60 ::1");
        server.say("both.test", "A 60 127.0.0.1", "AAAA 60 ::1");
        assertEquals(List.of("0:0:0:0:0:0:0:1"), text(look("six.test")));
        assertEquals(List.of("127.0.0.1"), text(look("both.test")));
    }

    @Test
    void theHostsFileGoesFirst() throws Exception {
        server.say("local.test", "A 60 127.0.0.1");
        assertEquals(List.of("127.0.0.7"), text(look("local.test")));
        assertEquals(Duration.ZERO, look("alias").ttl());
        assertEquals(List.of(), server.questions());
    }

    @Test
    void aChangedHostsFileIsReadAgain() throws Exception {
        assertEquals(List.of("127.0.0.7"), text(look("local.test")));
        Files.writeString(hosts, "127.0.0.8 local.test\n");
        Files.setLastModifiedTime(hosts, FileTime.fromMillis(1));
        assertEquals(List.of("127.0.0.8"), text(look("local.test")));
    }

    @Test
    void aNameWithoutAddressFails() {
        server.say("empty.test");
        failure("empty.test");
        failure("nowhere.test");
        assertFalse(server.questions().isEmpty());
    }

    @Test
    void aServerThatFailsIsToldAbout() {
        server.fail("broken.test", Rcode.SERVFAIL);
        assertTrue(failure("broken.test").getMessage().contains("SERVFAIL"));
    }

    @Test
    void theNextServerIsAskedWhenOneFailsOrIsSilent() throws Exception {
        try (DnsStub second = new DnsStub();
                DnsResolver both =
                        new DnsResolver(new SystemNames(List.of(server.address(), second.address()), hosts), null)) {
            server.fail("a.test", Rcode.SERVFAIL);
            server.keepSilent("b.test");
            second.say("a.test", "A 60 127.0.0.1");
            second.say("b.test", "A 60 127.0.0.2");
            assertEquals(List.of("127.0.0.1"), text(both.resolve("a.test").get(30, TimeUnit.SECONDS)));
            assertEquals(List.of("127.0.0.2"), text(both.resolve("b.test").get(30, TimeUnit.SECONDS)));
        }
    }

    @Test
    void whatDnsDoesNotKnowIsAskedOfTheSystem() throws Exception {
        Resolver system = host -> CompletableFuture.completedFuture(
                new Resolver.Answer(List.of(InetAddress.getLoopbackAddress()), Duration.ZERO));
        try (DnsResolver both = new DnsResolver(new SystemNames(List.of(server.address()), hosts), system)) {
            server.say("known.test", "A 60 127.0.0.5");
            assertEquals(List.of("127.0.0.5"), text(both.resolve("known.test").get(30, TimeUnit.SECONDS)));
            assertEquals(
                    List.of("127.0.0.1"), text(both.resolve("printer.local").get(30, TimeUnit.SECONDS)));
        }
    }

    @Test
    void settingsAreReadFromText() throws Exception {
        DnsSettings settings = DnsSettings.read(
                name -> name.equals(DnsSettings.SERVERS) ? "10.0.0.1, [::1]:5353,::2,10.0.0.2:54" : "Public");
        assertEquals(
                List.of(
                        new InetSocketAddress("10.0.0.1", 53),
                        new InetSocketAddress("::1", 5353),
                        new InetSocketAddress("::2", 53),
                        new InetSocketAddress("10.0.0.2", 54)),
                settings.servers());
        assertEquals(DnsSettings.Dynamic.PUBLIC, settings.dynamic());
        assertEquals(DnsSettings.DEFAULT, DnsSettings.read(name -> null));
    }

    @Test
    void settingsThatAreNoneAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsSettings.read(name -> name.equals(DnsSettings.SERVERS) ? "dns.example.com" : null));
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsSettings.read(name -> name.equals(DnsSettings.DYNAMIC) ? "yes" : null));
    }
}
