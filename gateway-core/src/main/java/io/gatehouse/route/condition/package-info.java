/** What a route asks of a request, one condition a file. */
@NullMarked
package io.gatehouse.route.condition;

import org.jspecify.annotations.NullMarked;
