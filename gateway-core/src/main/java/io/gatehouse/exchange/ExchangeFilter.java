package io.gatehouse.exchange;

/**
 * One concern of the gateway, between an adapter and the proxy. A filter either answers (and does not go on), or goes
 * on with {@code next}, at once or later from another thread; it never blocks.
 */
@FunctionalInterface
public interface ExchangeFilter {
    /** Does its work on the exchange and goes on with {@code next}, or answers. */
    void filter(ClientExchange exchange, ExchangeChain next);
}
