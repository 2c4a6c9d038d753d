/** Live state of clusters: endpoints, load balancing, ejection, pools, upstream TLS. */
@NullMarked
package io.gatehouse.upstream;

import org.jspecify.annotations.NullMarked;
