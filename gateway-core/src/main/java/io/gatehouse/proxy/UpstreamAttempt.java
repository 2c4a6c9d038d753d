package io.gatehouse.proxy;

import io.gatehouse.exchange.TunnelConnection;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.Lane;
import io.gatehouse.upstream.UpstreamClient;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One sending of a request to one endpoint. It only tells what happens; its owner decides. */
final class UpstreamAttempt
        implements Response.ContentSourceListener,
                Response.CompleteListener,
                Request.BeginListener,
                Request.CommitListener {
    /** An upstream that never comes to the point must not keep a client busy. */
    private static final int MAX_INTERIMS = 100;

    private final Lane lane;
    private final Endpoint endpoint;
    private final UpstreamHttpRequest request;
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
        void onAnswer(UpstreamAttempt attempt, Response response, Content.Source source);

        /** There will be no answer. */
        void onFailure(UpstreamAttempt attempt, Throwable cause);

        /** A 1xx other than 101. */
        void onInterim(UpstreamAttempt attempt, int status, HttpFields fields);

        /** The upstream switched protocols. */
        void onUpgrade(UpstreamAttempt attempt, Response response, TunnelConnection tunnel);
    }

    private UpstreamAttempt(Lane lane, UpstreamHttpRequest request, Owner owner) {
        this.lane = lane;
        this.endpoint = lane.endpoint();
        this.request = request;
        this.owner = owner;
    }

    /**
     * An attempt that is not sent yet.
     *
     * @param body null for none
     * @param trailers asked for when the body has ended
     */
    static UpstreamAttempt create(
            Lane lane,
            OutgoingHead head,
            RequestBody.@Nullable Reader body,
            Supplier<@Nullable HttpFields> trailers,
            Owner owner) {
        Endpoint endpoint = lane.endpoint();
        UpstreamHttpRequest request = new UpstreamHttpRequest(endpoint, head.method(), head.target(), head.fields());
        UpstreamAttempt attempt = new UpstreamAttempt(lane, request, owner);
        request.attempt(attempt);
        request.idleTimeout(UpstreamClient.IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (lane.protocol() == Protocol.HTTP2) {
            request.version(HttpVersion.HTTP_2);
            // Host and port are only read for :authority; the connection is the endpoint's.
            request.host(head.authority()).port(-1);
            if (body != null) {
                request.trailersSupplier(trailers::get);
            }
        }
        if (body != null) {
            request.body(body);
        }
        // Sending with the attempt as listener makes it hear the response, too.
        request.onRequestBegin(attempt).onRequestCommit(attempt);
        return attempt;
    }

    void send() {
        if (endpoint.tryBegin()) {
            lane.destination().send(request, this);
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
        request.abort(cause);
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
    public void onBegin(Request begun) {
        connected = true;
    }

    @Override
    public void onCommit(Request committed) {
        sent = true;
    }

    @Override
    public void onContentSource(Response response, Content.Source source) {
        answered = true;
        endpoint.answered(response.getStatus(), response.getHeaders());
        owner.onAnswer(this, response, source);
    }

    @Override
    public void onComplete(Result result) {
        endpoint.end();
        if (!answered) {
            if (result.isFailed()) {
                owner.onFailure(this, result.getFailure());
            }
        } else if (result.getResponseFailure() == null) {
            endpoint.completed();
        } else {
            brokeOff();
        }
    }

    void onInterim(int status, HttpFields fields) {
        interims++;
        if (interims > MAX_INTERIMS) {
            abort(new HttpException.RuntimeException(502, "too many interim answers"));
        } else {
            owner.onInterim(this, status, fields);
        }
    }

    void onUpgraded(Response response, EndPoint socket) {
        HttpClient client = endpoint.client();
        TunnelConnection tunnel = new TunnelConnection(socket, client.getExecutor(), client.getByteBufferPool());
        socket.upgrade(tunnel);
        endpoint.end();
        owner.onUpgrade(this, response, tunnel);
    }
}
