/** The validating admission webhook: an API server asks it before it takes an object. */
@NullMarked
package io.gatehouse.jetty.webhook;

import org.jspecify.annotations.NullMarked;
