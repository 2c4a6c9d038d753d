package io.gatehouse.servlet;

import io.gatehouse.exchange.Tunnel;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Joins an upgraded client connection with the upstream's. The container makes it, and gives it the connection before
 * or after {@link #join}, as it pleases.
 */
public final class TunnelUpgrade implements HttpUpgradeHandler {
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable WebConnection connection;
    private @Nullable Tunnel tunnel;
    private Consumer<@Nullable Throwable> onEnd = cause -> {};

    /** For the container. */
    public TunnelUpgrade() {}

    /** Gives the upstream's side, and who is told of the end. */
    void join(Tunnel upstream, Consumer<@Nullable Throwable> observer) throws IOException {
        this.tunnel = upstream;
        this.onEnd = observer;
        start();
    }

    @Override
    public void init(WebConnection client) {
        this.connection = client;
        try {
            start();
        } catch (IOException e) {
            end(e);
        }
    }

    private void start() throws IOException {
        WebConnection client = connection;
        Tunnel upstream = tunnel;
        if (client == null || upstream == null) {
            return;
        }
        Content.Source fromClient = new RequestBody(client::getInputStream, -1, Map::of, this::end);
        Content.Sink toClient = new ResponseBody(client.getOutputStream(), this::end);
        Content.copy(fromClient, upstream.toUpstream(), Callback.from(() -> {}, this::end));
        Content.copy(upstream.fromUpstream(), toClient, Callback.from(() -> end(null), this::end));
    }

    @Override
    public void destroy() {
        end(new IOException("ended by the container"));
    }

    /** The upstream's end ends the connection; the client's is passed on, and the upstream then ends. */
    private void end(@Nullable Throwable cause) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        Tunnel upstream = tunnel;
        WebConnection client = connection;
        if (upstream != null && cause != null) {
            upstream.abort(cause);
        }
        try {
            if (client != null) {
                client.close();
            }
        } catch (Exception e) {
            // It is closed already, or broken: nothing is left to save.
        }
        onEnd.accept(cause);
    }
}
