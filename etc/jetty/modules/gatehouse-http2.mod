[description]
HTTP/2, ALPN and the HTTP client on the server's class path, for the gatehouse
module. Opens no port of its own.

[tags]
gateway

[depend]
server
client
gzip-compression
alpn-impl

[lib]
lib/jetty-alpn-server-${jetty.version}.jar
lib/http2/jetty-http2-common-${jetty.version}.jar
lib/http2/jetty-http2-hpack-${jetty.version}.jar
lib/http2/jetty-http2-server-${jetty.version}.jar
