package io.gatehouse.resource;

/**
 * {@code spec.servers[].port}.
 *
 * @param number 1 to 65535, or 0 for a {@code unix://} bind
 * @param protocol as written: HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, MONGO, TCP, TLS, in any case
 */
public record GatewayPort(int number, String protocol, String name) {}
