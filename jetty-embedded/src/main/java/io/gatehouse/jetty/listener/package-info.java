/** The ports: what is open, what has to open, close or change, and the one place that does it. */
@NullMarked
package io.gatehouse.jetty.listener;

import org.jspecify.annotations.NullMarked;
