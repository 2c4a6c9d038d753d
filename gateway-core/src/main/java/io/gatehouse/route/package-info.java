/** The compiled, immutable answer: who serves a request, and why. */
@NullMarked
package io.gatehouse.route;

import org.jspecify.annotations.NullMarked;
