package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.LoadBalancerSettings;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.WarmupSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadBalancingsTest {
    private static LoadBalancerSettings settings(String yaml) {
        DestinationRule rule = (DestinationRule) new ResourceDecoder()
                .decode("x", """
                        apiVersion: networking.istio.io/v1
                        kind: DestinationRule
                        metadata: {name: dr}
                        spec: {host: a.test, trafficPolicy: {loadBalancer: %s}}
                        """.formatted(yaml))
                .resources()
                .get(0);
        return rule.trafficPolicy().loadBalancer();
    }

    @ParameterizedTest
    @CsvSource({
        "ROUND_ROBIN, RoundRobin",
        "RANDOM, Random",
        "LEAST_REQUEST, LeastRequest",
        "LEAST_CONN, LeastRequest",
        "PASSTHROUGH, LeastRequest",
        "UNSPECIFIED, LeastRequest",
    })
    void leastRequestIsWhatIsMeantUnlessSaidOtherwise(String simple, String algorithm) {
        LoadBalancing compiled = LoadBalancings.algorithm(settings("{simple: " + simple + "}"));
        assertEquals(algorithm, compiled.getClass().getSimpleName());
        assertInstanceOf(LoadBalancing.LeastRequest.class, LoadBalancings.algorithm(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{httpHeaderName: X-User} | Header[name=x-user] | Ring",
                "{httpQueryParameterName: User} | QueryParameter[name=User] | Ring",
                "{useSourceIp: true} | SourceIp[] | Ring",
                "{useSourceIp: true, ringHash: {minimumRingSize: 7}} | SourceIp[] | Ring:7",
                "{useSourceIp: true, minimumRingSize: 9} | SourceIp[] | Ring:9",
                "{useSourceIp: true, maglev: {tableSize: 13}} | SourceIp[] | Maglev:13",
                "{useSourceIp: true, maglev: {}} | SourceIp[] | Maglev",
                "{httpCookie: {name: c, path: /p, ttl: 5s, attributes: [{name: SameSite, value: Lax}, {name: Secure}]}}"
                        + " | Cookie[name=c, path=/p, ttl=PT5S, attributes={SameSite=Lax, Secure=}] | Ring",
            })
    void consistentHashHasAKeyAndATable(String hash, String key, String table) {
        LoadBalancing compiled = LoadBalancings.algorithm(settings("{consistentHash: " + hash + "}"));
        LoadBalancing.ConsistentHash consistent = assertInstanceOf(LoadBalancing.ConsistentHash.class, compiled);
        assertEquals(key, consistent.key().toString());
        String[] expected = table.split(":");
        assertEquals(expected[0], consistent.table().getClass().getSimpleName());
        if (expected.length > 1) {
            assertEquals(expected[1], consistent.table().toString().replaceAll("\\D", ""));
        }
    }

    @Test
    void aHashOfNothingIsNoHash() {
        assertInstanceOf(
                LoadBalancing.LeastRequest.class,
                LoadBalancings.algorithm(settings("{consistentHash: {useSourceIp: false}}")));
    }

    @Test
    void warmupHasDefaultsAndAnOlderName() {
        WarmupSpec old = LoadBalancings.warmup(settings("{simple: ROUND_ROBIN, warmupDurationSecs: 30s}"));
        assertEquals(Duration.ofSeconds(30), old.duration());
        assertEquals(old, LoadBalancings.warmup(settings("{simple: ROUND_ROBIN, warmup: {duration: 30s}}")));
        assertEquals(
                new WarmupSpec(Duration.ofSeconds(30), 20, 2),
                LoadBalancings.warmup(
                        settings("{simple: ROUND_ROBIN, warmup: {duration: 30s, minimumPercent: 20, aggression: 2}}")));
        assertNull(LoadBalancings.warmup(settings("{simple: RANDOM}")));
        assertNull(LoadBalancings.warmup(null));
    }
}
