/** From a set of resources to a snapshot, by an ordered list of steps. */
@NullMarked
package io.gatehouse.compile;

import org.jspecify.annotations.NullMarked;
