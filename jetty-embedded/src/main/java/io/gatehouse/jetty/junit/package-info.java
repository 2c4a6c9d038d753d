/** A gateway for JUnit tests; needs JUnit on the class path, which is an optional dependency. */
@NullMarked
package io.gatehouse.jetty.junit;

import org.jspecify.annotations.NullMarked;
