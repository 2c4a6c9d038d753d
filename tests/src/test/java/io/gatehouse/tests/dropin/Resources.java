package io.gatehouse.tests.dropin;

/** The seed's resources, on ports of the test. */
final class Resources {
    private Resources() {}

    /** The seed's first Gateway. */
    static String gateway(String name, int port, String host) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: Gateway
                metadata:
                  name: %s
                spec:
                  selector:
                    istio: ingressgateway
                  servers:
                  - port:
                      number: %d
                      name: http
                      protocol: HTTP
                    hosts:
                    - "%s"
                """.formatted(name, port, host);
    }

    /** The seed's second server, with a certificate of the tests. */
    static String tlsServer(int port, String host, String certificates, String certificate) {
        return """
                  - port:
                      number: %d
                      name: https-%s
                      protocol: HTTPS
                    tls:
                      mode: SIMPLE
                      serverCertificate: %s/%s.crt
                      privateKey: %s/%s.key
                    hosts:
                    - "%s"
                """.formatted(port, certificate, certificates, certificate, certificates, certificate, host);
    }

    /** The seed's VirtualService. */
    static String virtualService(String name, String gateway, String host, int upstream) {
        return """
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata:
                  name: %s
                spec:
                  hosts:
                  - "%s"
                  gateways:
                  - %s
                  http:
                  - match:
                    - uri:
                        prefix: /status
                    - uri:
                        prefix: /delay
                    route:
                    - destination:
                        port:
                          number: %d
                        host: localhost
                """.formatted(name, host, gateway, upstream);
    }
}
