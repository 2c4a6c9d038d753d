/** The command line. */
@NullMarked
package io.gatehouse.jetty.launcher;

import org.jspecify.annotations.NullMarked;
