package io.gatehouse.exchange;

import java.util.List;

/** What follows a filter: the next one, and at the end the proxy. Built once; holds nothing of a request. */
@FunctionalInterface
public interface ExchangeChain {
    /** Goes on with the exchange. */
    void proceed(ClientExchange exchange);

    /** The filters in their order, ending in {@code last}. */
    static ExchangeChain of(List<ExchangeFilter> filters, ExchangeChain last) {
        ExchangeChain chain = last;
        for (int i = filters.size() - 1; i >= 0; i--) {
            ExchangeFilter filter = filters.get(i);
            ExchangeChain next = chain;
            chain = exchange -> filter.filter(exchange, next);
        }
        return chain;
    }
}
