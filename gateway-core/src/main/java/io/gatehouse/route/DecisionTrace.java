package io.gatehouse.route;

import io.gatehouse.route.condition.Condition;

/** Hears each step of a decision, for {@code explain}, the reason of a 404 and route tests. */
public interface DecisionTrace {
    /** Hears nothing and costs nothing. */
    DecisionTrace OFF = new DecisionTrace() {};

    /** A listener was asked. */
    default void listener(ListenerSpec listener, boolean matched) {}

    /** A server of a TLS listener was compared with the SNI. */
    default void server(ServerSpec server, boolean matched) {}

    /** A virtual host was compared with the Host. */
    default void virtualHost(VirtualHost host, boolean matched) {}

    /** A route was tried; its conditions follow until the next route. */
    default void route(Route route) {}

    /** A condition of the current route was asked. */
    default void condition(Condition condition, boolean matched) {}

    /** Whether anybody listens: false lets the index skip routes that can't match. */
    default boolean isOn() {
        return this != OFF;
    }
}
