package io.gatehouse.telemetry;

/**
 * An endpoint that a request may be sent to.
 *
 * @param cluster its cluster's name
 * @param endpoint address and port
 * @param health how well it is, in a few words
 */
public record ExplainedEndpoint(String cluster, String endpoint, String health) {}
