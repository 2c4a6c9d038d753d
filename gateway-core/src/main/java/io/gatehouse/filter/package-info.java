/** One filter a concern, between an adapter and the proxy. */
@NullMarked
package io.gatehouse.filter;

import org.jspecify.annotations.NullMarked;
