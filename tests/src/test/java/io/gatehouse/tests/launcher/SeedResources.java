package io.gatehouse.tests.launcher;

/** The resources of the walk-through, word for word, and what stands around them in a cluster. */
final class SeedResources {
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1alpha3
            kind: Gateway
            metadata:
              name: httpbin-gateway
            spec:
              selector:
                istio: ingressgateway # use istio default ingress gateway
              servers:
            """;
    private static final String HTTP = """
              - port:
                  number: 80
                  name: http
                  protocol: HTTP
                hosts:
                - "httpbin.example.com"
            """;
    private static final String HTTPS = """
              - port:
                  number: 443
                  name: https
                  protocol: HTTPS
                tls:
                  mode: SIMPLE
                  serverCertificate: /etc/istio/ingressgateway-certs/tls.crt
                  privateKey: /etc/istio/ingressgateway-certs/tls.key
                hosts:
                - "httpbin.example.com"
            """;
    static final String HTTP_GATEWAY = GATEWAY + HTTP;
    static final String BOTH_GATEWAY = GATEWAY + HTTP + HTTPS;
    static final String HTTPS_GATEWAY = GATEWAY + HTTPS;
    static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1alpha3
            kind: VirtualService
            metadata:
              name: httpbin
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
    private static final String SERVICES = """
            apiVersion: v1
            kind: Service
            metadata:
              name: istio-ingressgateway
              namespace: istio-system
              labels:
                istio: ingressgateway
            spec:
              selector:
                istio: ingressgateway
              ports:
              - {name: http, port: 80, targetPort: %d}
              - {name: https, port: 443, targetPort: %d}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: httpbin
            spec:
              selector:
                app: httpbin
              ports:
              - {name: http, port: 8000, targetPort: %d}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: httpbin
              labels:
                kubernetes.io/service-name: httpbin
            addressType: IPv4
            ports:
            - name: http
              port: %d
            endpoints:
            - addresses: ["127.0.0.1"]
            """;

    private SeedResources() {}

    /** The gateway's ports 80 and 443 on ports that an unprivileged user may open, and httpbin's. */
    static String services(int http, int https, int httpbin) {
        return SERVICES.formatted(http, https, httpbin, httpbin);
    }
}
