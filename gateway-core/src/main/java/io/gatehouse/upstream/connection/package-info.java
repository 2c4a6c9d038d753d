/** Connections to upstreams: the event loops that serve them, and HTTP/1.1 as a gateway needs it. */
@NullMarked
package io.gatehouse.upstream.connection;

import org.jspecify.annotations.NullMarked;
