/** Certificates, keys and revocation lists from PEM, for both sides of the gateway. */
@NullMarked
package io.gatehouse.pem;

import org.jspecify.annotations.NullMarked;
