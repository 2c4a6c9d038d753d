package io.gatehouse.resource.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.MeshConfig;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.Secret;
import io.gatehouse.resource.Service;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.VirtualService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceDecoderTest {
    private static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: web
              namespace: shop
            spec:
              hosts: [shop.example.com]
              gateways: [gw]
              http:
              - match:
                - uri: {prefix: /a}
                  headers: {x-a.b: {}}
                timeout: 1m30s
                route:
                - destination:
                    host: reviews
                    port: {number: 8000}
            """;

    private static Decoded decode(String text) {
        return new ResourceDecoder().decode("config/shop.yaml", text);
    }

    private static List<String> lines(Decoded decoded) {
        return decoded.diagnostics().stream().map(Diagnostic::toString).toList();
    }

    private static VirtualService only(Decoded decoded) {
        assertEquals(List.of(), lines(decoded));
        return (VirtualService) decoded.resources().get(0);
    }

    @Test
    void keepsFieldsAndTheirPositions() {
        VirtualService service = only(decode(VIRTUAL_SERVICE));
        HttpRoute route = service.http().get(0);
        assertEquals("VirtualService shop/web", service.key().toString());
        assertEquals(new StringMatch.Prefix("/a"), route.match().get(0).uri());
        assertEquals(new StringMatch.Presence(), route.match().get(0).headers().get("x-a.b"));
        assertEquals(Duration.ofSeconds(90), route.timeout());
        assertEquals(8000, route.route().get(0).destination().port());
        assertEquals(
                "config/shop.yaml:16:15",
                service.positionOf("spec.http[0].route[0].destination.host").toString());
        assertEquals(
                "config/shop.yaml:12:17",
                service.positionOf("spec.http[0].match[0].headers[\"x-a.b\"]").toString());
    }

    @Test
    void positionOfAnUnwrittenFieldIsItsParents() {
        VirtualService service = only(decode(VIRTUAL_SERVICE));
        assertEquals(
                service.positionOf("spec.http[0].route[0].destination"),
                service.positionOf("spec.http[0].route[0].destination.subset"));
    }

    @Test
    void unknownFieldIsRefusedWithASuggestion() {
        Decoded decoded = decode(VIRTUAL_SERVICE.replace("timeout:", "timeuot:"));
        assertEquals(
                List.of("config/shop.yaml:13:5 error GH0004 VirtualService shop/web spec.http[0].timeuot:"
                        + " there is no field \"timeuot\" here (did you mean \"timeout\"?)"),
                lines(decoded));
        assertEquals(List.of(), decoded.resources());
        assertEquals(Set.of(new ResourceKey("VirtualService", "shop", "web")), decoded.refused());
    }

    @Test
    void twoAlternativesOfAOneofAreRefused() {
        Decoded decoded = decode(VIRTUAL_SERVICE.replace("{prefix: /a}", "{prefix: /a, exact: /b}"));
        assertEquals("GH0008", decoded.diagnostics().get(0).code());
        assertTrue(
                lines(decoded).get(0).contains("spec.http[0].match[0].uri.prefix"),
                lines(decoded).get(0));
    }

    @Test
    void nullIsRefusedWhereIstioRefusesIt() {
        assertEquals(
                "GH0006",
                decode(VIRTUAL_SERVICE.replace("1m30s", "null"))
                        .diagnostics()
                        .get(0)
                        .code());
    }

    @Test
    void aRepeatedKeyIsRefusedAndNamesTheFirstLine() {
        Decoded decoded = decode(VIRTUAL_SERVICE + "  gateways: [other]\n");
        assertEquals(
                List.of("config/shop.yaml:18:3 error GH0003 VirtualService shop/web spec.gateways:"
                        + " written a second time (the first is on line 8)"),
                lines(decoded));
    }

    @Test
    void anUnquotedNumberIsNoString() {
        Decoded decoded = decode(VIRTUAL_SERVICE.replace("gateways: [gw]", "gateways: [80]"));
        assertEquals(
                List.of("config/shop.yaml:8:14 error GH0005 VirtualService shop/web spec.gateways[0]:"
                        + " \"80\" is a whole number, not a string (put it in quotes)"),
                lines(decoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1us", "-1s", "5", "1500us", "1d", "\"\"", "s"})
    void aDurationThatIsNoneIsRefused(String duration) {
        Decoded decoded = decode(VIRTUAL_SERVICE.replace("1m30s", duration));
        assertTrue(
                decoded.diagnostics().get(0).code().matches("GH0011|GH0005"),
                lines(decoded).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5s", "1h2m3s", "1000us", "0.5h", "+5s", "1ms"})
    void goDurationsAreRead(String duration) {
        assertEquals(List.of(), lines(decode(VIRTUAL_SERVICE.replace("1m30s", duration))));
    }

    @Test
    void aBrokenDocumentLeavesTheOthers() {
        String broken = VIRTUAL_SERVICE.replace("name: web", "name: broken").replace("hosts: [", "hosts: [[{");
        String last = VIRTUAL_SERVICE.replace("name: web", "name: last");
        Decoded decoded = decode(VIRTUAL_SERVICE + "---\n" + broken + "---\n" + last);
        assertEquals(
                List.of("VirtualService shop/web", "VirtualService shop/last"),
                decoded.resources().stream().map(r -> r.key().toString()).toList());
        assertEquals(1, decoded.diagnostics().size());
        assertEquals("GH0001", decoded.diagnostics().get(0).code());
        assertEquals(Set.of(new ResourceKey("VirtualService", "shop", "broken")), decoded.refused());
        assertEquals(
                18 + 18 + 16,
                decoded.resources()
                        .get(1)
                        .positionOf("spec.http[0].route[0].destination.host")
                        .line());
    }

    @Test
    void listsAreTheirItems() {
        String item = VIRTUAL_SERVICE.indent(2).replaceFirst(" {2}apiVersion", "- apiVersion");
        Decoded decoded = decode("apiVersion: v1\nkind: List\nitems:\n" + item);
        assertEquals("VirtualService shop/web", only(decoded).key().toString());
    }

    @Test
    void jsonIsReadAlsoWhenIndentedByTabs() {
        Decoded decoded = decode("""
                {
                \t"apiVersion": "networking.istio.io/v1beta1", "kind": "VirtualService",
                \t"metadata": {"name": "web", "annotations": {"a": "\\u0041\\/\\\\/\\ud83d\\ude00"}},
                \t"spec": {"hosts": ["a.b"], "http": [{"fault": {"abort": {"percentage": {"value": 1e1}}},
                \t"route": [{"destination": {"host": "a"}}]}]}
                }
                """);
        VirtualService service = only(decoded);
        assertEquals("A/\\/\ud83d\ude00", service.metadata().annotations().get("a"));
        assertEquals(10.0, service.http().get(0).fault().abort().percentage().value());
    }

    @Test
    void anUnknownKindIsIgnoredWithAWarning() {
        Decoded decoded = decode("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n---\n" + VIRTUAL_SERVICE);
        assertEquals(1, decoded.resources().size());
        assertEquals(
                List.of("config/shop.yaml:1:1 warning GH0015: kind \"Deployment\" of \"apps/v1\" is not served here;"
                        + " the document is ignored"),
                lines(decoded));
    }

    @Test
    void anUnknownVersionIsRefused() {
        Decoded decoded = decode(VIRTUAL_SERVICE.replace("io/v1", "io/v9"));
        assertEquals("GH0016", decoded.diagnostics().get(0).code());
        assertEquals(Set.of(new ResourceKey("VirtualService", "shop", "web")), decoded.refused());
    }

    @Test
    void aliasesAndMergesAreResolved() {
        Decoded decoded = decode("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: web}
                spec:
                  hosts: &h [a.b]
                  http:
                  - &first
                    timeout: 1s
                    route: [{destination: {host: a}}]
                  - <<: *first
                    timeout: 2s
                """);
        VirtualService service = only(decoded);
        assertEquals(service.http().get(0).route(), service.http().get(1).route());
        assertEquals(Duration.ofSeconds(2), service.http().get(1).timeout());
    }

    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertEquals(
                List.of("config/shop.yaml:1:1 error GH0002: more than 50 aliases of collections"),
                lines(decode(bomb.toString())));
    }

    @Test
    void aSelfReferenceEnds() {
        Decoded decoded = decode(VIRTUAL_SERVICE.replace("spec:", "spec: &s\n  tls: [*s]"));
        assertTrue(decoded.diagnostics().get(0).isError());
    }

    @Test
    void deepNestingIsRefused() {
        assertEquals(
                List.of("config/shop.yaml:1:1 error GH0002: nested deeper than 50 levels"),
                lines(decode("[".repeat(100_000))));
    }

    @Test
    void aHugeTextIsRefused() {
        Decoded decoded = decode("#" + "x".repeat(ResourceDecoder.MAX_CHARACTERS));
        assertEquals("GH0002", decoded.diagnostics().get(0).code());
    }

    @Test
    void kubernetesKindsMayHaveFieldsThatAGatewayDoesNotNeed() {
        Decoded decoded = decode("""
                apiVersion: v1
                kind: Service
                metadata: {name: a, creationTimestamp: null, managedFields: [{x: 1}]}
                spec:
                  ipFamilies: [IPv4]
                  selector: {app: a}
                  ports:
                  - {name: http, port: 80, targetPort: web}
                  - {name: admin, port: 81, targetPort: 8081}
                status: {loadBalancer: {}}
                """);
        assertEquals(List.of(), lines(decoded));
        Service service = (Service) decoded.resources().get(0);
        assertEquals("web", service.ports().get(0).targetPort().name());
        assertEquals(8081, service.ports().get(1).targetPort().number());
    }

    @Test
    void aSecretNeverShowsItsValues() {
        Decoded decoded = decode("""
                apiVersion: v1
                kind: Secret
                metadata: {name: a}
                data: {tls.key: aHVzaA==}
                stringData: {other: hush}
                """);
        Resource secret = decoded.resources().get(0);
        assertEquals(
                "hush",
                new String(
                        ((Secret) secret).data().get("tls.key").toByteArray(),
                        java.nio.charset.StandardCharsets.UTF_8));
        assertFalse(secret.toString().contains("hush"));
        String refused = lines(decode("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: 12345}\n"))
                .toString();
        assertFalse(refused.contains("12345"), refused);
    }

    @Test
    void meshSettingsAreReadFromTheirConfigMapWithTheLinesOfTheFile() {
        Decoded decoded = decode("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data:
                  mesh: |-
                    pathNormalization: {normalization: MERGE_SLASHES}
                    rootNamespace: istio-system
                    defaultConfig:
                      gatewayTopology: {numTrustedProxies: 2}
                """);
        MeshConfig mesh = (MeshConfig) decoded.resources().get(1);
        assertEquals(MeshConfig.PathNormalization.MERGE_SLASHES, mesh.pathNormalization());
        assertEquals(2, mesh.defaultConfig().numTrustedProxies());
        assertEquals(
                List.of("config/shop.yaml:7:5 warning GH0018 ConfigMap istio-system/istio data.mesh.rootNamespace:"
                        + " this setting has no effect here"),
                lines(decoded));
    }

    @Test
    void meshSettingsAreReadFromADocumentOfTheirOwn() {
        Decoded decoded = decode("kind: MeshConfig\ndefaultConfig: {proxyHeaders: {server: {value: gate}}}\n");
        assertEquals(
                "gate",
                ((MeshConfig) decoded.resources().get(0))
                        .defaultConfig()
                        .server()
                        .value());
    }

    @Test
    void movingAResourceInItsFileDoesNotChangeIt() {
        assertEquals(only(decode(VIRTUAL_SERVICE)), only(decode("# moved\n\n" + VIRTUAL_SERVICE)));
    }

    @Test
    void anEmptySpecIsRead() {
        Decoded decoded =
                decode("apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: gw}\nstatus: {x: 1}\n");
        assertEquals(List.of(), ((Gateway) decoded.resources().get(0)).servers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "---\n", "# only\n---\n# comments\n", "---\n...\n", "\uFEFF", "%YAML 1.2\n---\n"})
    void aTextWithoutContentHasNoFindings(String text) {
        assertEquals(List.of(), lines(decode(text)));
    }
}
