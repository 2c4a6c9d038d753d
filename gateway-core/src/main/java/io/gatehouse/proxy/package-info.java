/** The exchange engine: bodies and trailers both ways, retries, timeouts, mirroring, upgrade. */
@NullMarked
package io.gatehouse.proxy;

import org.jspecify.annotations.NullMarked;
