package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/** Another object, such as the pod behind an endpoint. */
public record ObjectReference(
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name) {}
