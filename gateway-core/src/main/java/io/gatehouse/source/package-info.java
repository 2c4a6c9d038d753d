/** Where resources come from. */
@NullMarked
package io.gatehouse.source;

import org.jspecify.annotations.NullMarked;
