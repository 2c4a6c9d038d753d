package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.upstream.DnsSettings.Dynamic;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a client may lead the gateway to. */
class ClientChosenTest {
    @ParameterizedTest
    @CsvSource({
        "api.example.com, api.example.com",
        "API.Example.com:8443, api.example.com",
        "a.b.example.com, a.b.example.com",
        "example.com, ",
        "evilexample.com, ",
        "api.example.com.evil.test, ",
        "127.0.0.1, ",
        "[::1], ",
        ".example.com, ",
        "a b.example.com, ",
        "a..example.com, ",
    })
    void onlyNamesThatTheWildcardCoversAreLookedUp(String authority, String name) {
        assertEquals(name, ClientChosen.name("*.example.com", authority));
    }

    @ParameterizedTest
    @CsvSource({
        "93.184.216.34,           true,  true,  true",
        "2606:2800:220:1::1,      true,  true,  true",
        "10.1.2.3,                false, true,  true",
        "172.16.0.1,              false, true,  true",
        "192.168.0.1,             false, true,  true",
        "100.64.0.1,              false, true,  true",
        "198.18.0.1,              false, true,  true",
        "fd00::1,                 false, true,  true",
        "127.0.0.1,               false, false, true",
        "::1,                     false, false, true",
        "::ffff:127.0.0.1,        false, false, true",
        "169.254.169.254,         false, false, true",
        "fe80::1,                 false, false, true",
        "64:ff9b::a00:1,          false, false, true",
        "2002:7f00:1::1,          false, false, true",
        "0.0.0.0,                 false, false, false",
        "::,                      false, false, false",
        "224.0.0.1,               false, false, false",
    })
    void addressesAreReachedOnlyAsFarAsIsAllowed(String address, boolean open, boolean inside, boolean any)
            throws Exception {
        InetAddress where = InetAddress.getByName(address);
        assertEquals(open, new ClientChosen(Dynamic.PUBLIC).allows(where));
        assertEquals(inside, new ClientChosen(Dynamic.PRIVATE).allows(where));
        assertEquals(any, new ClientChosen(Dynamic.ANY).allows(where));
        assertEquals(false, new ClientChosen(Dynamic.OFF).allows(where));
    }

    @Test
    void hostsAreKeptUpToALimitAndTheOldestGoes() {
        List<String> made = new ArrayList<>();
        ManualScheduler scheduler = new ManualScheduler();
        WatchedNames names = new WatchedNames(host -> new java.util.concurrent.CompletableFuture<>(), scheduler);
        ChosenHosts hosts = new ChosenHosts("*.example.com", name -> {
            made.add(name);
            ClusterSpec spec = new ClusterSpec("a", name, 80, "", Protocol.HTTP1, Resolution.DNS, List.of(), null);
            return new Cluster(spec, TestEndpoints.CLIENT, names);
        });
        Cluster first = assertNotNull(hosts.find("0.example.com"));
        for (int i = 1; i < ChosenHosts.MAX_HOSTS; i++) {
            hosts.find(i + ".example.com");
        }
        assertSame(first, hosts.find("0.example.com"));
        hosts.find("one-more.example.com");
        assertSame(first, hosts.find("0.example.com"));
        assertEquals(ChosenHosts.MAX_HOSTS + 1, made.size());
        hosts.find("1.example.com");
        assertEquals(ChosenHosts.MAX_HOSTS + 2, made.size());
        hosts.close();
        assertNull(hosts.find("0.example.com"));
    }

    private static Cluster assertNotNull(Cluster cluster) {
        org.junit.jupiter.api.Assertions.assertNotNull(cluster);
        return cluster;
    }
}
