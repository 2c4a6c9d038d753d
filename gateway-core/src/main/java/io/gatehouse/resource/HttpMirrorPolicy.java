package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].mirrors[]}: where a copy of the request goes.
 *
 * @param percentage 100 when absent
 */
public record HttpMirrorPolicy(
        Destination destination, @Nullable Percent percentage) {}
