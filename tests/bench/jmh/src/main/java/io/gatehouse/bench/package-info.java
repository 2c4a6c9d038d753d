/** Microbenchmarks of what a request and a change of configuration cost, without any network. */
@NullMarked
package io.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
