/** Requests that nobody sent, to be explained. */
@NullMarked
package io.gatehouse.jetty.explain;

import org.jspecify.annotations.NullMarked;
