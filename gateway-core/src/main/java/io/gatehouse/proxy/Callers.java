package io.gatehouse.proxy;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.upstream.Caller;
import org.eclipse.jetty.http.HttpVersion;

/** What of an exchange decides which connections it uses. */
final class Callers {
    private Callers() {}

    static Caller of(ClientExchange exchange) {
        return new Caller(
                exchange.clientVersion() == HttpVersion.HTTP_2,
                exchange.upstream().authority(),
                exchange.peer(),
                exchange.local());
    }
}
