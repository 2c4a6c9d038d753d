/** Resources from a Kubernetes cluster. */
@NullMarked
package io.gatehouse.source.kubernetes;

import org.jspecify.annotations.NullMarked;
