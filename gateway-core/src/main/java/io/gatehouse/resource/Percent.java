package io.gatehouse.resource;

/** A share of 0 to 100; {@code value} absent counts as 0. */
public record Percent(double value) {}
