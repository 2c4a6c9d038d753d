package io.gatehouse.tests.exchange;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.route.Snapshots;

/** A started gateway on one of the adapters, with one clear-text port for HTTP/1.1 and h2c. */
interface AdapterUnderTest extends AutoCloseable {
    int port();

    @Override
    void close() throws Exception;

    /** How an adapter is started. */
    interface Starter {
        AdapterUnderTest start(Snapshots snapshots, ExchangeChain chain, GatewayParts parts) throws Exception;
    }
}
