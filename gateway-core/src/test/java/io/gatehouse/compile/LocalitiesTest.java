package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.TrafficPolicy;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.EndpointSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the gateway is, where endpoints are, which are used first and how much. */
class LocalitiesTest {
    private static final Map<String, String> HERE = Map.of("istio-locality", "eu.a.1");
    private static final String OUTLIER = ", outlierDetection: {consecutive5xxErrors: 3}";

    private static TrafficPolicy policy(String setting, String more) {
        String yaml = """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: dr}
                spec: {host: a.test, trafficPolicy: {loadBalancer: {localityLbSetting: %s}%s}}
                """.formatted(setting, more);
        DestinationRule rule = (DestinationRule)
                new ResourceDecoder().decode("x", yaml).resources().get(0);
        return rule.trafficPolicy();
    }

    private static EndpointSpec at(String locality) {
        return new EndpointSpec("10.0.0.1", 80, 1, Map.of(), locality);
    }

    private static String priorities(Map<String, String> labels, TrafficPolicy policy, EndpointSpec... endpoints) {
        return new Localities(labels)
                .arrange(List.of(endpoints), policy).stream()
                        .map(endpoint -> Integer.toString(endpoint.priority()))
                        .collect(Collectors.joining(" "));
    }

    private static String shares(String setting, EndpointSpec... endpoints) {
        return new Localities(HERE)
                .arrange(List.of(endpoints), policy(setting, "")).stream()
                        .map(endpoint -> endpoint.locality() + "=" + endpoint.weight())
                        .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | 0 1 2 3 3",
                "{failover: [{from: eu, to: us}]}       | 0 1 2 3 4",
                "{failover: [{from: asia, to: us}]}     | 0 1 2 3 3",
                "{enabled: true}                        | 0 1 2 3 3",
                "{enabled: false}                       | 0 0 0 0 0",
            })
    void theNearerTheEarlier(String setting, String priorities) {
        EndpointSpec[] endpoints = {at("eu/a/1"), at("eu/a/2"), at("eu/b/1"), at("us/a/1"), at("asia/a/1")};
        assertEquals(priorities, priorities(HERE, policy(setting, OUTLIER), endpoints));
    }

    @Test
    void prioritiesHaveNoGapsAndBeginAtZero() {
        assertEquals("0 1", priorities(HERE, policy("{}", OUTLIER), at("eu/b/1"), at("us/a/1")));
        assertEquals("0", priorities(HERE, policy("{}", OUTLIER), at("us/a/1")));
    }

    @Test
    void withoutOutlierDetectionOrAPlaceOfItsOwnThereIsNoOrder() {
        assertEquals("0 0", priorities(HERE, policy("{}", ""), at("eu/a/1"), at("us/a/1")));
        assertEquals("0 0", priorities(Map.of(), policy("{}", OUTLIER), at("eu/a/1"), at("us/a/1")));
    }

    @Test
    void theTopologyLabelsOfANodeSayWhereTheGatewayIs() {
        Map<String, String> labels = Map.of("topology.kubernetes.io/region", "eu", "topology.kubernetes.io/zone", "a");
        assertEquals("0 1 2", priorities(labels, policy("{}", OUTLIER), at("eu/a/9"), at("eu/b/1"), at("us/a/1")));
        Map<String, String> zoneOnly = Map.of("topology.kubernetes.io/zone", "a");
        assertEquals("0 0", priorities(zoneOnly, policy("{}", OUTLIER), at("eu/a/9"), at("us/b/1")));
    }

    @Test
    void failoverPriorityCountsTheLabelsSharedFromTheFirstOn() {
        Map<String, String> gateway = Map.of("net", "n1", "version", "v1");
        TrafficPolicy policy = policy("{failoverPriority: [net, version, 'tier=gold']}", OUTLIER);
        EndpointSpec[] endpoints = {
            labelled(Map.of("net", "n1", "version", "v1", "tier", "gold")),
            labelled(Map.of("net", "n1", "version", "v1", "tier", "tin")),
            labelled(Map.of("net", "n1", "version", "v2", "tier", "gold")),
            labelled(Map.of("net", "n2", "version", "v1", "tier", "gold")),
            labelled(Map.of()),
        };
        assertEquals("0 1 2 3 3", priorities(gateway, policy, endpoints));
        assertEquals("0 0 0 0 0", priorities(Map.of(), policy, endpoints));
    }

    private static EndpointSpec labelled(Map<String, String> labels) {
        return new EndpointSpec("10.0.0.1", 80, 1, labels, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{distribute: [{from: 'eu/*', to: {'eu/a/*': 80, 'us/*': 20}}]} | eu/a/1=40000 eu/a/2=40000 us/b/1=20000",
                "{distribute: [{from: '*', to: {'eu/*': 30, 'eu/a/*': 70}}]} | eu/a/1=35000 eu/a/2=35000",
                "{distribute: [{from: eu/a/1, to: {us/b/1: 100}}]} | us/b/1=100000",
                "{distribute: [{from: 'us/*', to: {'us/*': 100}}]} | eu/a/1=1 eu/a/2=1 us/b/1=1",
                "{distribute: [{from: 'e/*', to: {'us/*': 100}}, {from: 'eu/a/*', to: {'eu/*': 100}}]}"
                        + " | eu/a/1=50000 eu/a/2=50000",
            })
    void distributeGivesPlacesTheirSharesAndOthersNone(String setting, String shares) {
        assertEquals(shares, shares(setting, at("eu/a/1"), at("eu/a/2"), at("us/b/1")));
    }

    @Test
    void aPlacesShareIsDividedByWeight() {
        EndpointSpec heavy = new EndpointSpec("10.0.0.2", 80, 3, Map.of(), "eu/a/1");
        assertEquals(
                "eu/a/1=25000 eu/a/1=75000",
                shares("{distribute: [{from: '*', to: {'eu/*': 100}}]}", at("eu/a/1"), heavy));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 0 0 1",
                "{enabled: true}                                           | 0 0 1",
                "{enabled: false}                                          | 0 0 0",
                "{failover: [{from: eu, to: us}], enabled: true}           | 0 0 1",
                "{failover: [{from: eu, to: asia}]}                        | 0 0 1",
            })
    void zoneAwarenessPrefersTheOwnRegionAndNoZone(String setting, String expected) {
        assertEquals(expected, priorities(HERE, zoneAware(setting, OUTLIER), at("eu/a/1"), at("eu/b/1"), at("us/a/1")));
        assertEquals("0 0 0", priorities(HERE, zoneAware(setting, ""), at("eu/a/1"), at("eu/b/1"), at("us/a/1")));
    }

    @Test
    void zoneAwarenessFailsOverToTheRegionThatIsNamed() {
        TrafficPolicy policy = zoneAware("{failover: [{from: eu, to: us}]}", OUTLIER);
        assertEquals("2 1 0", priorities(HERE, policy, at("asia/a/1"), at("us/a/1"), at("eu/z/1")));
    }

    private static TrafficPolicy zoneAware(String setting, String more) {
        String yaml = """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: dr}
                spec: {host: a.test, trafficPolicy: {loadBalancer: {zoneAwareLbSetting: %s}%s}}
                """.formatted(setting, more);
        DestinationRule rule = (DestinationRule)
                new ResourceDecoder().decode("x", yaml).resources().get(0);
        return rule.trafficPolicy();
    }
}
