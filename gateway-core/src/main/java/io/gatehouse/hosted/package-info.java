/** A gateway in somebody else's container: in a web application, or on a container's Jetty server. */
@NullMarked
package io.gatehouse.hosted;

import org.jspecify.annotations.NullMarked;
