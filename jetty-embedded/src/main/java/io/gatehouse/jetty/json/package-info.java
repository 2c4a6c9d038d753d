/** JSON for people: what the admin server and httpbin print, and what httpbin is sent. */
@NullMarked
package io.gatehouse.jetty.json;

import org.jspecify.annotations.NullMarked;
