package io.gatehouse.jetty.tcp;

import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.telemetry.SessionEnd;
import io.gatehouse.telemetry.SessionRecord;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/** What is known of one connection for meters and the access log; told when it ends. */
final class SessionLog {
    private final ConnectionSink sink;
    private final SessionRecord.Client client;
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private SessionRecord.Upstream upstream = SessionRecord.Upstream.NONE;
    private ConnectionSink.@Nullable Traffic traffic;

    SessionLog(ConnectionSink sink, Arrival arrival) {
        this.sink = sink;
        this.client = new SessionRecord.Client(arrival.listener(), address(arrival), arrival.serverName());
    }

    private static @Nullable String address(Arrival arrival) {
        return arrival.client().getRemoteSocketAddress() instanceof InetSocketAddress inet
                ? HostPort.normalizeHost(inet.getAddress().getHostAddress()) + ":" + inet.getPort()
                : null;
    }

    /** Where it is to go, as far as that is known. */
    void leadsTo(String route, @Nullable String cluster, @Nullable String host) {
        upstream = new SessionRecord.Upstream(route, cluster, host);
    }

    /** It counts as one of its cluster's connections from now on. */
    void started(String cluster) {
        traffic = sink.started(cluster);
    }

    void received(long bytes) {
        received.addAndGet(bytes);
        if (traffic != null) {
            traffic.received(bytes);
        }
    }

    void sent(long bytes) {
        sent.addAndGet(bytes);
        if (traffic != null) {
            traffic.sent(bytes);
        }
    }

    void ended(SessionEnd end, @Nullable Throwable cause) {
        if (traffic != null) {
            traffic.ended();
        }
        sink.ended(new SessionRecord(
                client,
                upstream,
                end,
                cause == null ? null : cause.toString(),
                received.get(),
                sent.get(),
                startMillis,
                System.nanoTime() - startNanos));
    }
}
