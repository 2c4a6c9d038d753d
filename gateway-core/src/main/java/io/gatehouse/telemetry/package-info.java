/** Access log, metrics, tracing, reason codes. */
@NullMarked
package io.gatehouse.telemetry;

import org.jspecify.annotations.NullMarked;
