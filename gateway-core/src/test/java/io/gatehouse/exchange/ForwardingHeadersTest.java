package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.TestRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingHeadersTest {
    private static final SocketAddress PEER = new InetSocketAddress("192.0.2.9", 4000);

    private static HttpFields sent(int trustedProxies, HttpVersion version, String... namesAndValues) {
        return request(TestRequest.get("/"), PEER, trustedProxies, version, namesAndValues)
                .fields();
    }

    private static HttpFields sent(String... namesAndValues) {
        return sent(0, HttpVersion.HTTP_1_1, namesAndValues);
    }

    private static UpstreamRequest request(
            TestRequest view, SocketAddress peer, int trustedProxies, HttpVersion version, String... namesAndValues) {
        HttpFields.Mutable client = HttpFields.build().add("Host", view.authority());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            client.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        MeshSpec mesh = new MeshSpec(
                "envoy",
                MeshSpec.PathNormalization.BASE,
                trustedProxies,
                MeshSpec.ClientCertForwarding.SANITIZE_SET,
                false);
        return ForwardingHeaders.upstreamRequest(view, client, version, mesh, peer, new X509Certificate[0]);
    }

    @Test
    void methodAuthorityAndTargetAreTheClients() {
        UpstreamRequest request =
                request(TestRequest.get("A.test:81", "/a%2Fb?c=../d").method("PUT"), PEER, 0, HttpVersion.HTTP_1_1);
        assertEquals("PUT", request.method());
        assertEquals("A.test:81", request.authority());
        assertEquals("/a%2Fb?c=../d", request.pathAndQuery());
        assertFalse(request.fields().contains("host"));
    }

    @Test
    void anEmptyQueryKeepsItsMark() {
        assertEquals(
                "/a?",
                request(TestRequest.get("/a?"), PEER, 0, HttpVersion.HTTP_1_1).pathAndQuery());
    }

    @Test
    void thePeersAddressIsAppended() {
        assertEquals(List.of("192.0.2.9"), sent().getValuesList("x-forwarded-for"));
        assertEquals(
                List.of("1.2.3.4, 5.6.7.8,192.0.2.9"),
                sent("X-Forwarded-For", "1.2.3.4, 5.6.7.8").getValuesList("x-forwarded-for"));
        assertEquals(
                List.of("1.2.3.4,5.6.7.8,192.0.2.9"),
                sent("X-Forwarded-For", "1.2.3.4", "X-Forwarded-For", "5.6.7.8").getValuesList("x-forwarded-for"));
    }

    @Test
    void aPeerWithoutAnAddressIsLocal() {
        SocketAddress unix = UnixDomainSocketAddress.of(Path.of("gateway.sock"));
        SocketAddress unresolved = InetSocketAddress.createUnresolved("client.test", 1);
        for (SocketAddress peer : List.of(unix, unresolved)) {
            HttpFields fields =
                    request(TestRequest.get("/"), peer, 0, HttpVersion.HTTP_1_1).fields();
            assertEquals("127.0.0.1", fields.get("x-forwarded-for"));
            assertEquals("127.0.0.1", fields.get("x-envoy-external-address"));
        }
    }

    @Test
    void aMirroredCopyHasOneHopMore() {
        HttpFields.Mutable fields = HttpFields.build(sent());
        ForwardingHeaders.appendHop(fields, PEER);
        assertEquals(List.of("192.0.2.9,192.0.2.9"), fields.getValuesList("x-forwarded-for"));
    }

    /** Trusted proxies, X-Forwarded-For as it comes in, the address that is believed. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, -, 192.0.2.9",
                "0, 1.1.1.1, 192.0.2.9",
                "1, -, 192.0.2.9",
                "1, 1.1.1.1, 1.1.1.1",
                "1, '3.3.3.3, 2.2.2.2, 1.1.1.1', 1.1.1.1",
                "2, '3.3.3.3, 2.2.2.2, 1.1.1.1', 2.2.2.2",
                "3, '3.3.3.3,2.2.2.2,1.1.1.1', 3.3.3.3",
                "4, '3.3.3.3,2.2.2.2,1.1.1.1', 192.0.2.9",
                "1, 2001:DB8::1, 2001:DB8::1",
                "1, unknown, 192.0.2.9",
                "1, 1.1.1.1x, 192.0.2.9",
            })
    void theAddressThatTheOutermostTrustedProxySawIsTheClients(
            int proxies, @Nullable String forwardedFor, String external) {
        HttpFields fields = forwardedFor == null
                ? sent(proxies, HttpVersion.HTTP_1_1)
                : sent(proxies, HttpVersion.HTTP_1_1, "X-Forwarded-For", forwardedFor);
        assertEquals(external, fields.get("x-envoy-external-address"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"0, -, http", "0, https, http", "1, -, http", "1, https, https", "2, ftp, ftp"})
    void theSchemeIsTheConnectionsUnlessAProxyIsTrusted(int proxies, @Nullable String claimed, String scheme) {
        HttpFields fields = claimed == null
                ? sent(proxies, HttpVersion.HTTP_1_1)
                : sent(proxies, HttpVersion.HTTP_1_1, "X-Forwarded-Proto", claimed);
        assertEquals(List.of(scheme), fields.getValuesList("x-forwarded-proto"));
    }

    @Test
    void onTlsTheSchemeIsHttps() {
        TestRequest view = TestRequest.get("/").tls("a.test");
        assertEquals(
                "https", request(view, PEER, 0, HttpVersion.HTTP_1_1).fields().get("x-forwarded-proto"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-envoy-internal",
                "X-Envoy-Attempt-Count",
                "x-envoy-original-path",
                "x-envoy-decorator-operation",
                "x-envoy-force-trace",
                "x-envoy-expected-rq-timeout-ms",
                "x-envoy-downstream-service-cluster",
                "x-envoy-upstream-rq-timeout-ms",
                "x-envoy-max-retries",
                "x-envoy-retry-on",
            })
    void whatSteersAGatewayIsNotTakenFromAClient(String name) {
        assertFalse(sent("x-a", "1", name, "9").contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-envoy-peer-metadata", "x-envoy-unknown", "forwarded", "traceparent", "x-b3-traceid"})
    void whatSteersNothingPasses(String name) {
        assertEquals("9", sent("x-envoy-internal", "true", name, "9").get(name));
    }

    @Test
    void anyClaimOfAnExternalAddressIsReplaced() {
        assertEquals(
                List.of("192.0.2.9"),
                sent("x-envoy-external-address", "9.9.9.9", "x-envoy-external-address", "8.8.8.8")
                        .getValuesList("x-envoy-external-address"));
    }

    @Test
    void theRequestIdIsAFreshRandomUuid() {
        HttpFields first = sent("x-request-id", "my-id");
        UUID id = UUID.fromString(first.get("x-request-id"));
        assertEquals(1, first.getValuesList("x-request-id").size());
        assertEquals(4, id.version());
        assertEquals(2, id.variant());
        assertNotEquals(id.toString(), sent().get("x-request-id"));
    }

    @Test
    void severalUserAgentsAreOne() {
        assertEquals(List.of("a,b"), sent("User-Agent", "a", "User-Agent", "b").getValuesList("user-agent"));
        assertEquals(List.of("a"), sent("User-Agent", "a").getValuesList("user-agent"));
    }

    @Test
    void http2SplitsCookiesAndTheyAreJoined() {
        String[] cookies = {"Cookie", "a=1", "Cookie", "b=2"};
        assertEquals(List.of("a=1; b=2"), sent(0, HttpVersion.HTTP_2, cookies).getValuesList("cookie"));
        assertEquals(List.of("a=1", "b=2"), sent(cookies).getValuesList("cookie"));
        assertFalse(sent(0, HttpVersion.HTTP_2, "Cookie", "").contains("cookie"));
    }

    @Test
    void fieldsOfTheConnectionAndClaimedCertificatesStayBehind() {
        HttpFields fields = sent("Connection", "x-hop", "x-hop", "1", "x-forwarded-client-cert", "By=me", "x-a", "1");
        assertFalse(fields.contains("x-hop"));
        assertFalse(fields.contains("x-forwarded-client-cert"));
        assertTrue(fields.contains("x-a", "1"));
    }
}
