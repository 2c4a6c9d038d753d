package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].delegate}: the VirtualService whose rules stand here.
 *
 * @param namespace of the root VirtualService when absent
 */
public record Delegate(@Nullable String name, @Nullable String namespace) {}
