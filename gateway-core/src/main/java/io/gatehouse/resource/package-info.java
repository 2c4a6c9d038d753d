/** The user's YAML as immutable records, with source positions; the strict decoder; findings. */
@NullMarked
package io.gatehouse.resource;

import org.jspecify.annotations.NullMarked;
