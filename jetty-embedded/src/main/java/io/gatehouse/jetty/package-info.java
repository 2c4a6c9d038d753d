/** The gateway inside a Java program: {@link io.gatehouse.jetty.GatewayServer}. */
@NullMarked
package io.gatehouse.jetty;

import org.jspecify.annotations.NullMarked;
