package io.gatehouse.exchange;

import io.gatehouse.route.Decision;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import io.gatehouse.telemetry.ResponseReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What the exchanges of all adapters have in common: what routing decided, the request that goes upstream, hooks and
 * observers, and the last touches to an answer's head. How bytes come and go is the adapter's.
 */
public abstract class BaseExchange implements ClientExchange {
    private final Snapshot snapshot;
    private final RequestView view;
    private final HttpFields clientHeaders;
    private final long startNanoTime;

    private @Nullable UpstreamRequest upstream;
    private @Nullable Decision decision;
    private @Nullable ResponseReason reason;
    private @Nullable List<ResponseHook> hooks;
    private @Nullable ResponseHead head;
    private @Nullable List<Consumer<@Nullable Throwable>> observers;
    private boolean complete;
    private @Nullable Throwable failure;

    /** An exchange of the current snapshot. */
    protected BaseExchange(Snapshot snapshot, RequestView view, HttpFields clientHeaders, long startNanoTime) {
        this.snapshot = snapshot;
        this.view = view;
        this.clientHeaders = clientHeaders;
        this.startNanoTime = startNanoTime;
    }

    @Override
    public final Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public final RequestView view() {
        return view;
    }

    @Override
    public final HttpFields clientHeaders() {
        return clientHeaders;
    }

    @Override
    public final Decision decision() {
        if (decision == null) {
            throw new IllegalStateException("not routed yet");
        }
        return decision;
    }

    @Override
    public final void decision(Decision newDecision) {
        if (decision != null) {
            throw new IllegalStateException("routed already");
        }
        this.decision = newDecision;
    }

    /** Whether routing has decided. */
    public final boolean isRouted() {
        return decision != null;
    }

    @Override
    public final UpstreamRequest upstream() {
        UpstreamRequest request = upstream;
        if (request == null) {
            request = ForwardingHeaders.upstreamRequest(
                    view, clientHeaders, clientVersion(), snapshot.mesh(), peer(), clientCertificates());
            upstream = request;
        }
        return request;
    }

    /** Whether the request that goes upstream has been asked for: what is answered before has none. */
    final boolean hasUpstream() {
        return upstream != null;
    }

    @Override
    public final void onResponse(ResponseHook hook) {
        if (hooks == null) {
            hooks = new ArrayList<>(4);
        }
        hooks.add(hook);
    }

    @Override
    public final void onComplete(Consumer<@Nullable Throwable> observer) {
        synchronized (this) {
            if (!complete) {
                if (observers == null) {
                    observers = new ArrayList<>(4);
                }
                observers.add(observer);
                return;
            }
        }
        observer.accept(failure);
    }

    @Override
    public final @Nullable ResponseHead head() {
        return head;
    }

    @Override
    public final long startNanoTime() {
        return startNanoTime;
    }

    @Override
    public final @Nullable ResponseReason reason() {
        return reason;
    }

    @Override
    public final void reason(ResponseReason newReason) {
        this.reason = newReason;
    }

    @Override
    public final void respond(ResponseHead newHead) {
        sendHead(finished(newHead));
    }

    @Override
    public final void reply(int status, ResponseReason newReason, HttpFields fields, byte[] body) {
        reply(status, newReason, fields, body, status == 400);
    }

    /** Answers a request that is not routed at all. */
    public final void reject(Rejection rejection) {
        reply(
                rejection.status(),
                rejection.reason(),
                HttpFields.EMPTY,
                LocalReply.text(rejection.body()),
                rejection.close());
    }

    private void reply(int status, ResponseReason newReason, HttpFields fields, byte[] body, boolean close) {
        reason(newReason);
        LocalReply reply = LocalReply.of(clientHeaders, status, fields, body);
        if (close || isBodyUnread()) {
            sayClose(reply.head().fields());
        }
        boolean toHead = view.method().equals("HEAD");
        if (toHead && isOpenEnded(status, reply)) {
            reply.head().fields().remove(HttpHeader.CONTENT_LENGTH);
            respond(reply.head());
            write(false, BufferUtil.EMPTY_BUFFER, Callback.from(this::writeNothing, this::abort));
            return;
        }
        onResponse((self, answer) -> reply.putType(answer.fields()));
        respond(reply.head());
        if (toHead || reply.body().length == 0) {
            writeNothing();
        } else {
            write(true, ByteBuffer.wrap(reply.body()), Callback.NOOP);
        }
    }

    /** To HEAD, a reply without a body leaves open how long it is, as recorded; a 404 does not, as the seed prints. */
    private boolean isOpenEnded(int status, LocalReply reply) {
        return reply.body().length == 0 && status != 404 && clientVersion() == HttpVersion.HTTP_1_1;
    }

    private void writeNothing() {
        write(true, BufferUtil.EMPTY_BUFFER, Callback.NOOP);
    }

    private void sayClose(HttpFields.Mutable fields) {
        HttpVersion version = clientVersion();
        if (version == HttpVersion.HTTP_1_1) {
            fields.put(HttpFields.CONNECTION_CLOSE);
        } else if (version.getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
            // Servers leave it out for HTTP/1.0, where it goes without saying; as a plain field it stays.
            fields.put(new HttpField((HttpHeader) null, "connection", "close"));
        }
    }

    /** Runs the hooks, then sets what is the gateway's own to say; keeps the head. */
    protected final ResponseHead finished(ResponseHead newHead) {
        if (head != null) {
            throw new IllegalStateException("answered already");
        }
        this.head = newHead;
        if (hooks != null) {
            hooks.forEach(hook -> hook.onResponse(this, newHead));
        }
        String server = snapshot.mesh().serverHeader();
        if (server != null) {
            newHead.fields().put(HttpHeader.SERVER, server);
        }
        if (!newHead.fields().contains(HttpHeader.DATE)) {
            newHead.fields().put(dateField());
        }
        return newHead;
    }

    /** Tells the observers, once; later calls do nothing. */
    protected final void complete(@Nullable Throwable cause) {
        List<Consumer<@Nullable Throwable>> told;
        synchronized (this) {
            if (complete) {
                return;
            }
            complete = true;
            failure = cause;
            told = observers;
            observers = null;
        }
        if (told != null) {
            told.forEach(observer -> observer.accept(cause));
        }
    }

    /** Whether it has ended, one way or another. */
    protected final synchronized boolean isComplete() {
        return complete;
    }

    /**
     * Whether an HTTP/1.1 answer whose body goes on after the first write must be chunked. Jetty would let it end with
     * the connection when the client asked for {@code Connection: close}, and a body that breaks off would seem whole.
     */
    protected final boolean needsChunks(int status, HttpFields fields) {
        return clientVersion() != HttpVersion.HTTP_2
                && status >= HttpStatus.OK_200
                && status != HttpStatus.NO_CONTENT_204
                && status != HttpStatus.NOT_MODIFIED_304
                && !fields.contains(HttpHeader.CONTENT_LENGTH)
                && !HttpMethod.HEAD.is(view.method());
    }

    /** Takes the head of the answer, for the first write. */
    protected abstract void sendHead(ResponseHead finishedHead);

    /** Whether bytes of the request's body are still to come. */
    protected abstract boolean isBodyUnread();

    /** The {@code date} field of this second. */
    protected abstract HttpField dateField();
}
