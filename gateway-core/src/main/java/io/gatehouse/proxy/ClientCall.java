package io.gatehouse.proxy;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.upstream.Lane;
import io.gatehouse.upstream.UpstreamClient;
import io.gatehouse.upstream.connection.UpstreamAnswer;
import io.gatehouse.upstream.connection.UpstreamCall;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A request that goes out by Jetty's client: HTTP/2, TLS, unix sockets, PROXY headers. */
final class ClientCall
        implements UpstreamCall,
                Response.ContentSourceListener,
                Response.CompleteListener,
                Request.BeginListener,
                Request.CommitListener {
    private final Lane lane;
    private final UpstreamHttpRequest request;
    private final Listener listener;
    private volatile boolean answered;

    /** An answer of Jetty's client. */
    record Answer(Response response) implements UpstreamAnswer {
        @Override
        public int status() {
            return response.getStatus();
        }

        @Override
        public HttpVersion version() {
            return response.getVersion();
        }

        @Override
        public HttpFields fields() {
            return response.getHeaders();
        }

        @Override
        public @Nullable HttpFields trailers() {
            return response.getTrailers();
        }
    }

    ClientCall(
            Lane lane,
            OutgoingHead head,
            RequestBody.@Nullable Reader body,
            Supplier<@Nullable HttpFields> trailers,
            Listener listener) {
        this.lane = lane;
        this.listener = listener;
        request = new UpstreamHttpRequest(lane.endpoint(), head.method(), head.target(), head.fields());
        request.call(this);
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
        // Sending with the call as listener makes it hear the response, too.
        request.onRequestBegin(this).onRequestCommit(this);
    }

    Listener listener() {
        return listener;
    }

    @Override
    public void send() {
        lane.destination().send(request, this);
    }

    @Override
    public void abort(Throwable cause) {
        request.abort(cause);
    }

    @Override
    public void onBegin(Request begun) {
        listener.onConnected();
    }

    @Override
    public void onCommit(Request committed) {
        listener.onSent();
    }

    @Override
    public void onContentSource(Response response, Content.Source source) {
        answered = true;
        listener.onAnswer(new Answer(response), source);
    }

    @Override
    public void onComplete(Result result) {
        // Once there is an answer, it no longer matters how much of the request was read
        listener.onEnd(answered ? result.getResponseFailure() : result.getFailure());
    }
}
