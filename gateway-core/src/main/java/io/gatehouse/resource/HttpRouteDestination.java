package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * One of the weighted destinations ({@code spec.http[].route[]}).
 *
 * @param weight share of the sum of weights; 0 when absent, but a single destination gets everything
 */
public record HttpRouteDestination(
        Destination destination,
        @Nullable Integer weight,
        @Nullable Headers headers) {}
