package io.gatehouse.upstream;

import java.net.SocketAddress;

/**
 * What of a request decides which connections it may use.
 *
 * @param http2 whether the client speaks HTTP/2
 * @param authority the Host that the upstream sees
 * @param peer the client's address
 * @param local the address that the client connected to
 */
public record Caller(boolean http2, String authority, SocketAddress peer, SocketAddress local) {}
