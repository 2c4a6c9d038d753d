package io.gatehouse.tests.kubernetes;

import java.util.List;
import java.util.stream.Collectors;

/** YAML of the tests' objects. */
final class Objects {
    private Objects() {}

    static String namespace(String name) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n";
    }

    /** The Istio task's Gateway on port 80. */
    static String gateway() {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: Gateway
                metadata: {name: httpbin-gateway, namespace: default}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - port: {number: 80, name: http, protocol: HTTP}
                    hosts: ["httpbin.example.com"]
                """;
    }

    static String virtualService(String service) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: httpbin, namespace: default}
                spec:
                  hosts: ["httpbin.example.com"]
                  gateways: [httpbin-gateway]
                  http:
                  - route:
                    - destination: {host: %s, port: {number: 8000}}
                """.formatted(service);
    }

    static String service(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: default}
                spec:
                  ports:
                  - {name: http, port: 8000, targetPort: 80}
                """.formatted(name);
    }

    /** Endpoints of a Service. */
    static String slice(String service, int port, List<String> endpoints) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s-1, namespace: default, labels: {kubernetes.io/service-name: %s}}
                addressType: IPv4
                ports:
                - {name: http, port: %d}
                endpoints: [%s]
                """.formatted(service, service, port, endpoints.stream().collect(Collectors.joining(", ")));
    }

    static String ready(String address) {
        return "{addresses: [\"" + address + "\"], conditions: {ready: true}}";
    }

    static String unready(String address) {
        return "{addresses: [\"" + address + "\"], conditions: {ready: false}}";
    }

    /** The task's Gateway with these of its two servers. */
    static String gatewayWith(String... servers) {
        StringBuilder yaml = new StringBuilder(gateway().substring(0, gateway().indexOf("  - port")));
        for (String server : servers) {
            yaml.append(server.equals("http") ? """
                              - port: {number: 80, name: http, protocol: HTTP}
                                hosts: ["httpbin.example.com"]
                            """ : """
                              - port: {number: 443, name: https, protocol: HTTPS}
                                tls:
                                  mode: SIMPLE
                                  serverCertificate: /etc/istio/ingressgateway-certs/tls.crt
                                  privateKey: /etc/istio/ingressgateway-certs/tls.key
                                hosts: ["httpbin.example.com"]
                            """);
        }
        return yaml.toString();
    }

    /** The task's VirtualService. */
    static String seedVirtualService() {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata: {name: httpbin, namespace: default}
                spec:
                  hosts:
                  - "httpbin.example.com"
                  gateways:
                  - httpbin-gateway
                  http:
                  - match:
                    - uri:
                        prefix: /status
                    - uri:
                        prefix: /delay
                    route:
                    - destination:
                        port:
                          number: 8000
                        host: httpbin
                """;
    }
}
