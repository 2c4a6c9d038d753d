/** The control side: what sources say is validated, compiled and published, and what was good before is kept. */
@NullMarked
package io.gatehouse.control;

import org.jspecify.annotations.NullMarked;
