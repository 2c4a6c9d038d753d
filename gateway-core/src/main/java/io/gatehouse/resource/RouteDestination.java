package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/** One of the weighted destinations of a TLS or TCP route. */
public record RouteDestination(
        Destination destination, @Nullable Integer weight) {}
