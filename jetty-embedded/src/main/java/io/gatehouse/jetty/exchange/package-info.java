/** The core adapter: the gateway's requests on ports that it opened itself, as a Jetty handler. */
@NullMarked
package io.gatehouse.jetty.exchange;

import org.jspecify.annotations.NullMarked;
