package io.gatehouse.resource;

/** {@code headers} of a route or a destination. */
public record Headers(HeaderOperations request, HeaderOperations response) {}
