package io.gatehouse.proxy;

import io.gatehouse.exchange.TunnelConnection;
import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.Lane;
import io.gatehouse.upstream.connection.Http1Pool;
import io.gatehouse.upstream.connection.UpstreamAnswer;
import io.gatehouse.upstream.connection.UpstreamCall;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One sending of a request to one endpoint. It only tells what happens; its owner decides. */
final class UpstreamAttempt implements UpstreamCall.Listener {
    /** An upstream that never comes to the point must not keep a client busy. */
    private static final int MAX_INTERIMS = 100;

    private final Endpoint endpoint;
    private final UpstreamCall call;
    private final Owner owner;
    private final long startNanoTime = System.nanoTime();
    private volatile boolean connected;
    private volatile boolean sent;
    private volatile boolean aborted;
    private volatile boolean answered;
    private boolean broken;
    private int interims;

    /** Who decides. Called by one thread at a time, but of any attempt. */
    interface Owner {
        /** The answer's head is there, and its body can be read. */
        void onAnswer(UpstreamAttempt attempt, UpstreamAnswer answer, Content.Source source);

        /** There will be no answer. */
        void onFailure(UpstreamAttempt attempt, Throwable cause);

        /** A 1xx other than 101. */
        void onInterim(UpstreamAttempt attempt, int status, HttpFields fields);

        /** The upstream switched protocols. */
        void onUpgrade(UpstreamAttempt attempt, UpstreamAnswer answer, TunnelConnection tunnel);
    }

    /**
     * An attempt that is not sent yet.
     *
     * @param length of the body; -1 when it is not known
     * @param upgrade the protocol that it asks to switch to; null for none
     * @param body null for none
     * @param trailers asked for when the body has ended
     */
    UpstreamAttempt(
            Lane lane,
            UpstreamRequest request,
            long length,
            @Nullable String upgrade,
            RequestBody.@Nullable Reader body,
            Supplier<@Nullable HttpFields> trailers,
            Owner owner) {
        this.endpoint = lane.endpoint();
        this.owner = owner;
        Http1Pool http1 = lane.http1();
        this.call = http1 != null
                ? http1.call(OutgoingHead.http1(request, length, upgrade), body, this)
                : new ClientCall(lane, OutgoingHead.of(request, lane, length, upgrade), body, trailers, this);
    }

    void send() {
        if (endpoint.tryBegin()) {
            call.send();
        } else {
            owner.onFailure(this, new RejectedExecutionException("the cluster has too many requests"));
        }
    }

    /** Ends it before it has ended; the endpoint is not to blame, unless it was too slow. */
    void abort(Throwable cause) {
        if (cause instanceof TimeoutException && !answered) {
            endpoint.timedOut();
        }
        aborted = true;
        call.abort(cause);
    }

    /** Lays a failure to the endpoint's charge, unless the gateway itself ended or refused the attempt. */
    void blame(Throwable cause) {
        if (aborted || cause instanceof RejectedExecutionException) {
            return;
        }
        if (!connected) {
            endpoint.failed();
        } else if (cause instanceof TimeoutException) {
            endpoint.timedOut();
        } else {
            endpoint.reset();
        }
    }

    /** The answer broke off, and not because the gateway wanted it. */
    void brokeOff() {
        if (!aborted && !broken) {
            broken = true;
            endpoint.brokeOff();
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether the request got a connection. */
    boolean isConnected() {
        return connected;
    }

    /** Whether its head went out. */
    boolean isSent() {
        return sent;
    }

    /** Whole milliseconds since the attempt began. */
    long elapsedMillis() {
        return (System.nanoTime() - startNanoTime) / 1_000_000;
    }

    @Override
    public void onConnected() {
        connected = true;
    }

    @Override
    public void onSent() {
        sent = true;
    }

    @Override
    public void onAnswer(UpstreamAnswer answer, Content.Source body) {
        answered = true;
        endpoint.answered(answer.status(), answer.fields());
        owner.onAnswer(this, answer, body);
    }

    @Override
    public void onEnd(@Nullable Throwable failure) {
        endpoint.end();
        if (!answered) {
            if (failure != null) {
                owner.onFailure(this, failure);
            }
        } else if (failure == null) {
            endpoint.completed();
        } else {
            brokeOff();
        }
    }

    @Override
    public void onInterim(int status, HttpFields fields) {
        interims++;
        if (interims > MAX_INTERIMS) {
            abort(new HttpException.RuntimeException(502, "too many interim answers"));
        } else {
            owner.onInterim(this, status, fields);
        }
    }

    @Override
    public void onUpgraded(UpstreamAnswer answer, EndPoint socket) {
        HttpClient client = endpoint.client();
        TunnelConnection tunnel = new TunnelConnection(socket, client.getExecutor(), client.getByteBufferPool());
        socket.upgrade(tunnel);
        endpoint.end();
        owner.onUpgrade(this, answer, tunnel);
    }
}
