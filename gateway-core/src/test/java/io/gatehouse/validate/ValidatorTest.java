package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorTest {
    private static final String TWO = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: bad}
            spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: []}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: good}
            spec: {servers: [{port: {number: 81, name: http, protocol: HTTP}, hosts: ["*"]}]}
            """;

    private static Validated check(String text) {
        return Validator.standard()
                .check(ResourceSet.of(
                        new ResourceDecoder().decode("f.yaml", text).resources()));
    }

    @Test
    void anErrorRefusesItsResourceAndNoOther() {
        Validated validated = check(TWO);
        assertEquals("[Gateway default/good]", validated.accepted().toString());
        assertEquals(
                List.of("f.yaml:4:67 error GH0202 Gateway default/bad spec.servers[0].hosts:"
                        + " a server needs at least one host (\"*\" is any host)"),
                validated.diagnostics().stream().map(Diagnostic::toString).toList());
    }

    @Test
    void aWarningRefusesNothing() {
        Validated validated = check("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: web}
                spec: {hosts: [a.b], gateways: [missing], http: [{route: [{destination: {host: a}}]}]}
                """);
        assertFalse(validated.diagnostics().isEmpty());
        assertTrue(validated.diagnostics().stream().noneMatch(Diagnostic::isError));
        assertEquals(1, validated.accepted().all().size());
    }

    @Test
    void ofTwoObjectsOfOneNameTheFirstIsKept() {
        Validated validated = check(TWO.replace("name: bad", "name: good").replace("hosts: []", "hosts: [a.b]"));
        assertEquals(
                80,
                validated.accepted().gateways().get(0).servers().get(0).port().number());
        assertEquals(1, validated.accepted().all().size());
    }
}
