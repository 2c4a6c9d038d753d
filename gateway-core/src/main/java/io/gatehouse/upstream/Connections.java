package io.gatehouse.upstream;

/** The connections of a {@link Lane}, as those see them who count. */
interface Connections {
    /** Connections that are open or being opened. */
    int connections();

    /** Requests that wait for a connection. */
    int waiting();
}
