package io.gatehouse.exchange;

/** Changes an answer's head just before it is sent, whether it came from upstream or from the gateway itself. */
@FunctionalInterface
public interface ResponseHook {
    /** Changes {@code head} in place. */
    void onResponse(ClientExchange exchange, ResponseHead head);
}
