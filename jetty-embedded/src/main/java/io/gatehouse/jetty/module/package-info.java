/** The server-side piece of the Jetty module: Gateways' ports on a container's own server. */
@NullMarked
package io.gatehouse.jetty.module;

import org.jspecify.annotations.NullMarked;
