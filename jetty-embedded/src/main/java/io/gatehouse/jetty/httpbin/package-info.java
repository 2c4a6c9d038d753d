/** An upstream to try a gateway with: answers as httpbin does, on Jetty. */
@NullMarked
package io.gatehouse.jetty.httpbin;

import org.jspecify.annotations.NullMarked;
