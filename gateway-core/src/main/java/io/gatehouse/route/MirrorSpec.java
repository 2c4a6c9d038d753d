package io.gatehouse.route;

/**
 * A copy of the request that is sent and forgotten ({@code http[].mirror}, {@code mirrors[]}).
 *
 * @param cluster a key of {@link Snapshot#clusters}
 * @param percent 0 to 100
 */
public record MirrorSpec(String cluster, double percent) {}
