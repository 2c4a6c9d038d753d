/** Server-side TLS: certificates from PEM, the choice by server name, client certificates, reload. */
@NullMarked
package io.gatehouse.jetty.tls;

import org.jspecify.annotations.NullMarked;
