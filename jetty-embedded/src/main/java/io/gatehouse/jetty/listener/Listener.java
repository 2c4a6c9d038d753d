package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tls.TlsLibraries;
import io.gatehouse.jetty.tls.TlsPort;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener's live state: its socket, or why it has none. Only the control thread changes it. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final Server server;
    private final Connectors connectors;
    private final @Nullable TlsPort tls;
    private final Predicate<ListenerKey> sharesPort;
    private volatile ListenerSpec spec;
    private @Nullable GatewayConnector connector;
    private Duration retryDelay = FIRST_RETRY;
    private long retryAt = System.nanoTime();
    private volatile ListenerState state;

    /**
     * Makes a listener that has no socket yet.
     *
     * @param sharesPort makes the others ready for a socket on the same port; false when there are none
     */
    Listener(
            Server server,
            Connectors connectors,
            TlsLibraries libraries,
            ListenerSpec spec,
            Predicate<ListenerKey> sharesPort) {
        this.server = server;
        this.connectors = connectors;
        this.sharesPort = sharesPort;
        this.spec = spec;
        this.tls = spec.protocol() == ListenerSpec.Protocol.TLS ? new TlsPort(libraries) : null;
        this.state = state(ListenerState.Phase.WAITING, List.of());
    }

    ListenerState state() {
        return state;
    }

    ListenerSpec spec() {
        return spec;
    }

    /** Takes over a spec for the same key and protocol, and opens the port when it is closed. */
    void change(ListenerSpec changed) {
        spec = changed;
        if (tls != null) {
            tls.update(changed.servers());
        }
        refreshState();
        openIfDue();
    }

    /** Takes over a spec that asks nothing new of the socket. */
    void keep(ListenerSpec kept) {
        spec = kept;
        refreshState();
    }

    /** Looks for changed certificate files, and tries again to open a port that is closed. */
    void tick() {
        if (tls != null && tls.refresh()) {
            retryAt = System.nanoTime();
            refreshState();
        }
        openIfDue();
    }

    /** Closes the socket at once and its connections gently. */
    CompletableFuture<Void> close(Duration limit) {
        GatewayConnector closing = connector;
        connector = null;
        if (closing == null) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("Listener closes: listener={}", spec.key());
        return closing.drain(limit).thenRunAsync(() -> remove(closing), Listeners::runDetached);
    }

    /** Lets another address of the same port have a socket of its own. */
    void sharePort() {
        if (connector != null) {
            connector.sharePort();
        }
    }

    private void openIfDue() {
        if (connector != null || System.nanoTime() - retryAt < 0) {
            return;
        }
        if (tls != null && !tls.serves()) {
            waitForCertificate(tls.problems());
        } else {
            open();
        }
    }

    private void waitForCertificate(List<String> problems) {
        if (!state.problems().equals(problems)) {
            LOG.warn("Listener waits, its port stays closed: listener={} problems={}", spec.key(), problems);
        }
        state = state(ListenerState.Phase.WAITING, problems);
    }

    private void open() {
        GatewayConnector opening = connectors.create(spec, tls, () -> spec.servers());
        if (sharesPort.test(spec.key())) {
            opening.sharePort();
        }
        server.addConnector(opening);
        try {
            // Bound first, so that a taken port is told once and by us.
            opening.open();
            opening.start();
            connector = opening;
            retryDelay = FIRST_RETRY;
            refreshState();
            LOG.info(
                    "Listener serves: listener={} port={} protocol={} servers={}",
                    spec.key(),
                    state.localPort(),
                    spec.protocol(),
                    state.servers());
        } catch (Exception failure) {
            remove(opening);
            failed(failure);
        }
    }

    private void failed(Exception failure) {
        List<String> problems = List.of(reason(failure));
        if (!state.problems().equals(problems)) {
            LOG.error(
                    "Listener can't open its port and will try again: listener={} problem={}",
                    spec.key(),
                    problems.get(0));
        }
        state = state(ListenerState.Phase.FAILED, problems);
        retryAt = System.nanoTime() + retryDelay.toNanos();
        Duration doubled = retryDelay.multipliedBy(2);
        retryDelay = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
    }

    private String reason(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return "can't bind " + spec.key() + ": " + cause.getMessage();
    }

    private void remove(GatewayConnector removed) {
        server.removeConnector(removed);
        try {
            removed.stop();
        } catch (Exception failure) {
            LOG.warn("Connector did not stop cleanly: listener={}", removed.key(), failure);
        }
    }

    private void refreshState() {
        if (connector != null) {
            state = state(ListenerState.Phase.SERVING, tls == null ? List.of() : tls.problems());
        }
    }

    private ListenerState state(ListenerState.Phase phase, List<String> problems) {
        List<String> servers = spec.servers().stream()
                .map(server -> server.gateway() + "/" + server.name())
                .toList();
        int localPort = connector == null ? 0 : connector.getLocalPort();
        return new ListenerState(spec.key(), spec.protocol(), servers, phase, localPort, problems);
    }
}
