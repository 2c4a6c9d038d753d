/** The Servlet adapter: the filter chain and the engine on a container's own connectors. */
@NullMarked
package io.gatehouse.servlet;

import org.jspecify.annotations.NullMarked;
