/** The narrow waist: what a request is to the gateway, whoever brought it. */
@NullMarked
package io.gatehouse.exchange;

import org.jspecify.annotations.NullMarked;
