[description]
Opens the ports of Istio Gateways on this server, and serves their
VirtualServices there by gateway.war (dropped into webapps/), from YAML files.

[tags]
gateway
connector

[environment]
ee10

[depend]
gatehouse-http2
ee10-webapp
ee10-deploy

[files]
gatehouse/
logs/

[lib]
lib/jetty-ee10-proxy-${jetty.version}.jar
lib/gatehouse/*.jar

[xml]
etc/gatehouse.xml

[ini]
jetty.webapp.addProtectedClasses+=,io.gatehouse.,-io.gatehouse.war.

[ini-template]
## Directories and files of YAML (Gateway, VirtualService, Service, Secret, ...),
## separated by commas. Changes are live within a second.
# gatehouse.config=${jetty.base}/gatehouse

## Labels of this gateway, by which a Gateway's selector chooses it.
# gatehouse.labels=istio=ingressgateway

## Namespace of this gateway, where the Secrets with its certificates are.
# gatehouse.namespace=istio-system

## The directory that stands for /etc/istio/ingressgateway-certs.
# gatehouse.certs=/etc/istio/ingressgateway-certs

## Value of the response header "server".
# gatehouse.server-header=envoy

## Where a line of JSON a request goes, "-" for standard output. Default: nowhere.
# gatehouse.access-log=${jetty.base}/logs/gatehouse.json

## Where /livez, /readyz, /metrics, /config and /explain are served. Default: nowhere.
## It asks nobody who they are: keep it on loopback.
# gatehouse.admin=127.0.0.1:15000

## Seconds that requests on a removed port may go on.
# gatehouse.drain=45

## Whose TLS shakes hands with clients: "conscrypt" (BoringSSL, native code), "jdk",
## or "auto": Conscrypt where it can be loaded.
# gatehouse.tls-provider=auto

## Load balancers in front: blocks of addresses (CIDR), separated by commas, whose
## connections begin with a PROXY header. Default: none.
# gatehouse.proxy-protocol=10.0.0.0/8

## Connections that one of the Gateways' ports may have; further ones are reset.
## All of them together have at most half of the process's file descriptors.
# gatehouse.max-connections=10000

## Who answers on the Gateways' ports: "servlet" is gateway.war; "core" is this
## server itself, without gateway.war: faster, and with interim (1xx) answers.
# gatehouse.engine=servlet
