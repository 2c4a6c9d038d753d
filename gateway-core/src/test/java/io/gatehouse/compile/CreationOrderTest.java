package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreationOrderTest {
    private static Resource resource(String namespace, String name, String created) {
        String timestamp = created.isEmpty() ? "" : ", creationTimestamp: \"" + created + "\"";
        String yaml = """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: %s%s}
                spec: {hosts: [a.test], http: [{directResponse: {status: 200}}]}
                """.formatted(name, namespace, timestamp);
        return new ResourceDecoder().decode("x", yaml).resources().get(0);
    }

    @Test
    void undatedThenOldestThenByNameThenByNamespace() {
        List<Resource> ordered = List.of(
                resource("b", "a", ""),
                resource("a", "b", ""),
                resource("b", "b", ""),
                resource("z", "z", "2025-01-01T00:00:00Z"),
                resource("b", "k", "2026-01-01T00:00:00Z"),
                resource("a", "l", "2026-01-01T00:00:00Z"),
                resource("a", "a", "2026-01-02T00:00:00Z"));
        for (int i = 0; i < ordered.size(); i++) {
            List<Resource> mixed = new ArrayList<>(ordered);
            Collections.rotate(mixed, i);
            assertEquals(ordered, CreationOrder.sort(mixed));
            Collections.reverse(mixed);
            assertEquals(ordered, CreationOrder.sort(mixed));
        }
    }
}
