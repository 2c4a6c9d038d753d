package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Says of each reading what a validator says that sees it first. */
class RepeatedValidationTest {
    private static final String SLICE = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %s
              namespace: default
              labels: {kubernetes.io/service-name: web}
              annotations: {%s: "x"}
            addressType: IPv4
            endpoints: [{addresses: ["10.0.0.1"]}]
            """;
    private static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: default}
            spec:
              hosts: [web.example.com]
              gateways: [%s]
              http: [{route: [{destination: {host: web}}]}]
            """;

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final RepeatedValidation repeated = new RepeatedValidation(Validator.standard());

    @Test
    void eachReadingIsJudgedAsIfItWereTheFirst() {
        put("vs", VIRTUAL_SERVICE.formatted("none"));
        put("s1", SLICE.formatted("s1", "fine"));
        assertEquals(2, judged());
        put("s2", SLICE.formatted("s2", "fine"));
        assertEquals(2, judged());
        put("vs", VIRTUAL_SERVICE.formatted("mesh"));
        assertEquals(2, judged());
        resources.remove("s1");
        assertEquals(2, judged());
        resources.remove("vs");
        assertEquals(0, judged());
    }

    private void put(String key, String yaml) {
        resources.put(key, new ResourceDecoder().decode(key, yaml).resources().get(0));
    }

    private int judged() {
        ResourceSet set = ResourceSet.of(List.copyOf(resources.values()));
        List<Diagnostic> now = repeated.validate(set);
        assertEquals(new HashSet<>(Validator.standard().validate(set)), new HashSet<>(now));
        assertEquals(new HashSet<>(now).size(), now.size());
        return now.size();
    }
}
