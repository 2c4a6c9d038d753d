/**
 * The web application's own classes. In a Jetty with the Gatehouse module, all others come from the server: nothing of
 * Jetty may stand in their signatures here, and nothing made here may be left in them.
 */
@NullMarked
package io.gatehouse.war;

import org.jspecify.annotations.NullMarked;
