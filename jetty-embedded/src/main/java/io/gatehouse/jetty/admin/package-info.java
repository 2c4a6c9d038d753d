/** The admin server: probes, metrics and the state of the configuration, for loopback. */
@NullMarked
package io.gatehouse.jetty.admin;

import org.jspecify.annotations.NullMarked;
