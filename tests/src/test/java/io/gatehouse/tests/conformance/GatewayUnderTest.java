package io.gatehouse.tests.conformance;

import java.util.List;

/** A gateway that serves one configuration. Closing it closes its ports. */
public interface GatewayUnderTest extends AutoCloseable {
    /** What it had to say about the configuration: one line a finding, errors only. */
    List<String> errors();

    @Override
    void close();

    /** Starts gateways on one of the engines. */
    interface Factory {
        /** Serves the configuration, returning when every port that it can open is open. */
        GatewayUnderTest start(String configYaml) throws Exception;

        /** The errors that the configuration has, without serving it. */
        List<String> errors(String configYaml) throws Exception;
    }
}
