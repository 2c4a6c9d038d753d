package io.gatehouse.exchange;

import io.gatehouse.route.Decision;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import io.gatehouse.telemetry.ResponseReason;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and its answer, as an adapter (Jetty core or Servlet) gives it to the filter chain and the
 * proxy. Nothing here blocks. Its methods are called by one thread at a time, though not always the same one.
 *
 * <pre>
 *   adapter ─▶ filters (read view, set the decision, change upstream(), add response hooks) ─▶ proxy
 *           ◀─ interim(…)* ─ respond(head) ─ write(…)+  (or: reply(…), upgrade(…), abort(…))
 * </pre>
 */
public interface ClientExchange {
    /** The snapshot that this request sees from start to end. */
    Snapshot snapshot();

    /** The request as routing sees it; its path is normalised. */
    RequestView view();

    /** The request's header fields as received. */
    HttpFields clientHeaders();

    /** The protocol version of the client's request. */
    HttpVersion clientVersion();

    /** The client's address; the peer of the connection. */
    SocketAddress peer();

    /** The address that the client connected to. */
    SocketAddress local();

    /** The client's verified certificate chain, leaf first; empty without one. */
    X509Certificate[] clientCertificates();

    /** The bytes of the request's body, and a trailers chunk at its end where there are trailers. */
    Content.Source body();

    /** Bytes of the body by Content-Length; 0 when there is surely none, -1 when unknown. */
    long bodyLength();

    /** What routing decided; throws IllegalStateException before it has. */
    Decision decision();

    /** Keeps what routing decided; called once. */
    void decision(Decision decision);

    /** The request that goes upstream, as far as the filters have made it. */
    UpstreamRequest upstream();

    /** Adds a hook that is run on the answer's head just before it is sent, in the order of adding. */
    void onResponse(ResponseHook hook);

    /** Adds an observer of the end: called once, with null after a complete answer, else with what broke it. */
    void onComplete(Consumer<@Nullable Throwable> observer);

    /** Sends a 1xx (not 101). Where the adapter can't, it is dropped. */
    void interim(int status, HttpFields fields, Callback callback);

    /**
     * Sets the answer's head; it is sent with the first {@link #write}. Runs the response hooks.
     *
     * @param head status and fields; the hooks may change it
     */
    void respond(ResponseHead head);

    /**
     * Sends bytes of the answer's body.
     *
     * @param last whether the answer ends here
     * @param bytes kept by the exchange until the callback is called
     */
    void write(boolean last, ByteBuffer bytes, Callback callback);

    /** Sets trailers, to be sent after the last write. */
    void trailers(HttpFields trailers);

    /**
     * Answers from the gateway itself with a short text, and ends the exchange.
     *
     * @param reason for the access log and metrics
     * @param fields further header fields; content-length is added
     * @param body may be empty
     */
    void reply(int status, ResponseReason reason, HttpFields fields, byte[] body);

    /**
     * Switches protocols: sends the head, then joins raw bytes both ways. A 101 becomes 200 for a client that asked by an
     * extended CONNECT (RFC 8441).
     */
    void upgrade(ResponseHead head, Tunnel tunnel);

    /** The protocol that the client wants to switch to (lower-case, such as {@code websocket}); null for none. */
    @Nullable
    String upgradeProtocol();

    /** The answer's head as it was sent, after the hooks; null before {@link #respond}, {@link #reply} or an upgrade. */
    @Nullable
    ResponseHead head();

    /** When the request's head arrived, by {@link System#nanoTime}. */
    long startNanoTime();

    /** Bytes of the request's body read so far. */
    long bytesReceived();

    /** Bytes of the answer's body written so far. */
    long bytesSent();

    /** Whether the answer's head has been sent. */
    boolean isCommitted();

    /** Breaks the exchange off: a reset stream or a closed connection, never a clean end. */
    void abort(Throwable cause);

    /** Why the answer is what it is; null until known. */
    @Nullable
    ResponseReason reason();

    /** Keeps why the answer is what it is. */
    void reason(ResponseReason reason);
}
