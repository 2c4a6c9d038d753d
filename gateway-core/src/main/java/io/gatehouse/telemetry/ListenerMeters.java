package io.gatehouse.telemetry;

import io.gatehouse.route.ListenerKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The counters of one listener. */
final class ListenerMeters {
    private final Counter received;
    private final Counter sent;

    ListenerMeters(MeterRegistry registry, ListenerKey key) {
        this.received = Counter.builder("gatehouse.request.bytes")
                .description("Bytes of request bodies")
                .baseUnit("bytes")
                .tag("listener", key.toString())
                .register(registry);
        this.sent = Counter.builder("gatehouse.response.bytes")
                .description("Bytes of response bodies")
                .baseUnit("bytes")
                .tag("listener", key.toString())
                .register(registry);
    }

    void count(long bytesReceived, long bytesSent) {
        if (bytesReceived > 0) {
            received.increment(bytesReceived);
        }
        if (bytesSent > 0) {
            sent.increment(bytesSent);
        }
    }

    void remove(MeterRegistry from) {
        from.remove(received);
        from.remove(sent);
    }
}
