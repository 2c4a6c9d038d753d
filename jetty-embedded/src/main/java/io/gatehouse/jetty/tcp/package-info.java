/** Layer 4: connections joined with upstreams as they are, in clear text, passed through, or after TLS. */
@NullMarked
package io.gatehouse.jetty.tcp;

import org.jspecify.annotations.NullMarked;
