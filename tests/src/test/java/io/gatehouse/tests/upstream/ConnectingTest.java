package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections to upstreams are opened. */
class ConnectingTest {
    /** Of our own connections, and of those of Jetty's client. */
    @ParameterizedTest
    @ValueSource(strings = {"DO_NOT_UPGRADE", "UPGRADE"})
    void anUpstreamThatDoesNotAcceptIsGivenUp(String upgrade) throws Exception {
        try (DeafServer deaf = new DeafServer();
                Policed gateway = Policed.plan("{connectionPool: {tcp: {connectTimeout: 0.2s}, http: {h2UpgradePolicy: "
                                + upgrade + "}}}")
                        .retries("{attempts: 0}")
                        .to(Policed.at(deaf.port()))
                        .start()) {
            String answer = gateway.get("app");

            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
            assertTrue(
                    answer.endsWith("upstream connect error or disconnect/reset before headers. reset reason:"
                            + " connection timeout"),
                    answer);
            gateway.awaitLog("\"response_flags\":\"UF\",\"response_code_details\":"
                    + "\"upstream_reset_before_response_started{connection_timeout}\"");
            assertEquals(0, gateway.meter("gatehouse_cluster_connections", 0));
        }
    }

    /** Linux begins to probe after two hours unless it is told otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"DO_NOT_UPGRADE", "UPGRADE"})
    void idleConnectionsAreProbedAsOftenAsIsWritten(String upgrade) throws Exception {
        String keepalive = "{connectionPool: {tcp: {tcpKeepalive: {time: 90s, interval: 9s, probes: 3}},"
                + " http: {h2UpgradePolicy: " + upgrade + "}}}";
        try (ProtocolUpstream upstream = ProtocolUpstream.plain();
                Policed gateway = Policed.start(keepalive, Policed.at(upstream.port()))) {
            assertTrue(gateway.get("app").startsWith("HTTP/1.1 200"));

            Until.holds(() -> KeepaliveTimer.of(upstream.port()).isPresent());
            long seconds = KeepaliveTimer.of(upstream.port()).orElseThrow();
            assertTrue(seconds <= 90, seconds + " s until the first probe");
        }
    }

    @Test
    void withoutThePolicyNothingIsProbed() throws Exception {
        try (ProtocolUpstream upstream = ProtocolUpstream.plain();
                Policed gateway = Policed.start("{loadBalancer: {simple: RANDOM}}", Policed.at(upstream.port()))) {
            assertTrue(gateway.get("app").startsWith("HTTP/1.1 200"));

            assertEquals(1, gateway.meter("gatehouse_cluster_connections", 0));
            assertTrue(KeepaliveTimer.of(upstream.port()).isEmpty());
        }
    }
}
