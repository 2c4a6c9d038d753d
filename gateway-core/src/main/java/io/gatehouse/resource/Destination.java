package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param host a service's name; a short one is completed by the VirtualService's namespace
 * @param subset of the host's DestinationRule
 * @param port number of the service's port ({@code port.number}); needed when it has several
 */
public record Destination(
        String host, @Nullable String subset, @Nullable Integer port) {}
