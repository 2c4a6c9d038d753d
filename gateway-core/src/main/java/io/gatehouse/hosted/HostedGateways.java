package io.gatehouse.hosted;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a host's own gateway and the web applications that join it find each other. They do only when both see this
 * class from one class loader, as with the Jetty module; everywhere else a web application finds none, and runs its own.
 */
public final class HostedGateways {
    private static final AtomicReference<@Nullable HostedGateway> OFFERED = new AtomicReference<>();

    private HostedGateways() {}

    /** The host's gateway; null when there is none. */
    public static @Nullable HostedGateway current() {
        return OFFERED.get();
    }

    /** Offers the host's gateway: never one that a web application made, which would stay for ever. */
    public static void offer(HostedGateway gateway) {
        if (!OFFERED.compareAndSet(null, gateway)) {
            throw new IllegalStateException("this server runs a gateway already");
        }
    }

    /** Takes the offer back. */
    public static void withdraw(HostedGateway gateway) {
        OFFERED.compareAndSet(gateway, null);
    }
}
