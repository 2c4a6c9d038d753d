package io.gatehouse.compile;

/**
 * What a VirtualService is compiled for.
 *
 * @param gateway {@code namespace/name} of the Gateway
 * @param gatewayPort the number in the Gateway
 * @param tls whether the server has a {@code tls} block
 */
record PieceScope(String gateway, int gatewayPort, boolean tls) {}
