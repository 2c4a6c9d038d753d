package io.gatehouse.tests.conformance;

/** The two adapters of the gateway: Jetty core handler, and Servlet. */
public enum Engine {
    CORE,
    SERVLET
}
