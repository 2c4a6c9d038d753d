/** Changes to the objects in a configuration directory, as the verbs make them. */
@NullMarked
package io.gatehouse.jetty.launcher.store;

import org.jspecify.annotations.NullMarked;
