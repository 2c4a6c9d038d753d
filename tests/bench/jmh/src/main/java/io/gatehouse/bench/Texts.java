package io.gatehouse.bench;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.ArrayList;
import java.util.List;

/** Configurations as their authors write them, of any size. */
final class Texts {
    /** Routes of one VirtualService where hosts don't tell them apart. */
    private static final int ROUTES_A_SERVICE = 1000;

    private static final String DESTINATION = "route: [{destination: {host: up.bench.local, port: {number: 80}}}]";

    private Texts() {}

    /** A Gateway for all hosts, and the one upstream. */
    static String surroundings() {
        return """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: bench, namespace: bench}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: up, namespace: bench}
                spec:
                  hosts: [up.bench.local]
                  ports: [{number: 80, name: up, protocol: HTTP}]
                  resolution: STATIC
                  endpoints: [{address: 127.0.0.1, ports: {up: 8000}}]
                """;
    }

    /** A VirtualService with some of a shape's routes; {@code generation} is in an answer header. */
    static String service(Shape shape, int first, int count, int generation) {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v")
                .append(first)
                .append(", namespace: bench}\nspec:\n  hosts: [\"")
                .append(shape.host(first))
                .append("\"]\n  gateways: [bench]\n  http:\n");
        for (int number = first; number < first + count; number++) {
            text.append("  - {")
                    .append(shape.match(number))
                    .append("headers: {response: {set: {x-generation: \"")
                    .append(generation)
                    .append("\"}}}, ")
                    .append(DESTINATION)
                    .append("}\n");
        }
        return text.toString();
    }

    /** The whole configuration, a text a VirtualService. */
    static List<String> all(Shape shape, int count) {
        int each = shape == Shape.PREFIX || shape == Shape.REGEX ? ROUTES_A_SERVICE : 1;
        List<String> texts = new ArrayList<>();
        texts.add(surroundings());
        for (int first = 1; first <= count; first += each) {
            texts.add(service(shape, first, Math.min(each, count - first + 1), 0));
        }
        return texts;
    }

    /** What texts say; an error in them is an error of the benchmark. */
    static List<Resource> decode(List<String> texts) {
        ResourceDecoder decoder = new ResourceDecoder();
        List<Resource> resources = new ArrayList<>();
        for (String text : texts) {
            Decoded decoded = decoder.decode("bench.yaml", text);
            if (!decoded.diagnostics().isEmpty()) {
                throw new IllegalStateException(decoded.diagnostics().toString());
            }
            resources.addAll(decoded.resources());
        }
        return resources;
    }
}
