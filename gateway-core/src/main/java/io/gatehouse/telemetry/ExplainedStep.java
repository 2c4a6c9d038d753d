package io.gatehouse.telemetry;

import java.util.List;

/**
 * Something that was looked at on the way to a decision.
 *
 * @param kind {@code listener}, {@code server}, {@code virtual host} or {@code route}
 * @param what in the user's terms
 * @param position where it stands in the configuration; empty when it stands in no single place
 * @param taken whether the request went on with it
 * @param conditions of a route, as far as they were asked: the first that is not met is the last
 */
public record ExplainedStep(String kind, String what, String position, boolean taken, List<Condition> conditions) {
    public ExplainedStep {
        conditions = List.copyOf(conditions);
    }

    /**
     * A condition that was asked.
     *
     * @param what such as {@code uri prefix "/status"}
     * @param actual what the request has there; empty when it is met, or stands in the request line
     */
    public record Condition(String what, boolean met, String actual) {}
}
