package io.gatehouse.upstream;

/**
 * What a cluster has under way.
 *
 * @param active requests in flight
 * @param pending requests that wait for a connection
 * @param connections open or being opened
 * @param retries requests that are being tried again
 * @param overflows requests refused for a limit, so far
 * @param ejections of endpoints, so far
 */
public record ClusterLoad(int active, int pending, int connections, int retries, long overflows, long ejections) {}
