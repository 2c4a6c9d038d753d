package io.gatehouse.servlet;

import io.gatehouse.exchange.BaseExchange;
import io.gatehouse.exchange.RequestChecks;
import io.gatehouse.exchange.ResponseHead;
import io.gatehouse.exchange.Tunnel;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An exchange on the Servlet API alone, so that it runs in any container. What that API can't do is left out: interim
 * answers are dropped ({@code 100 Continue} is the container's, sent when the body is first asked for), and an upgrade
 * needs HTTP/1.1.
 *
 * <p>It is asynchronous from its first moment: see {@link AsyncTurns} for how it comes back to a container thread.
 */
final class ServletExchange extends BaseExchange {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncTurns turns;
    private final HttpVersion version;
    private final boolean upgradable;
    private final SocketAddress peer;
    private final SocketAddress local;
    private final X509Certificate[] certificates;
    private final RequestBody requestBody;
    private final ResponseBody responseBody;
    private final AtomicBoolean over = new AtomicBoolean();
    private final long bodyLength;
    private @Nullable ResponseHead unsentHead;
    private volatile @Nullable HttpFields trailers;
    private volatile boolean committed;

    ServletExchange(
            Snapshot snapshot,
            RequestView view,
            HttpFields fields,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        super(snapshot, view, fields, System.nanoTime());
        this.request = request;
        this.response = response;
        this.version = ServletRequests.version(request);
        this.upgradable = ServletRequests.isUpgradable(request);
        this.peer = ServletRequests.address(request.getRemoteAddr(), request.getRemotePort());
        this.local = ServletRequests.address(request.getLocalAddr(), request.getLocalPort());
        this.certificates = ServletRequests.certificates(request);
        this.turns = new AsyncTurns(request, this::abort);
        long length = ServletRequests.bodyLength(request);
        this.requestBody =
                new RequestBody(request::getInputStream, length, () -> ServletRequests.trailers(request), this::abort);
        this.responseBody = new ResponseBody(response.getOutputStream(), this::abort);
        this.bodyLength = length < 0 && hasEnded(fields) ? 0 : length;
    }

    /** An HTTP/2 request without length may have ended with its head; looking would call for what Expect waits for. */
    private boolean hasEnded(HttpFields fields) {
        return version == HttpVersion.HTTP_2 && !fields.contains(HttpHeader.EXPECT) && requestBody.endsHere();
    }

    AsyncTurns turns() {
        return turns;
    }

    @Override
    public HttpVersion clientVersion() {
        return version;
    }

    @Override
    public SocketAddress peer() {
        return peer;
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    @Override
    public X509Certificate[] clientCertificates() {
        return certificates;
    }

    @Override
    public Content.Source body() {
        return requestBody;
    }

    @Override
    public long bodyLength() {
        return bodyLength;
    }

    @Override
    protected boolean isBodyUnread() {
        return requestBody.isUnread();
    }

    @Override
    public long bytesReceived() {
        return requestBody.received();
    }

    @Override
    public long bytesSent() {
        return responseBody.sent();
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    /** None where the container can't carry it: the request then goes on as an ordinary one (RFC 9110 §7.8). */
    @Override
    public @Nullable String upgradeProtocol() {
        return upgradable ? RequestChecks.upgrade(clientHeaders()) : null;
    }

    @Override
    protected HttpField dateField() {
        return DateField.now();
    }

    /** Dropped: the Servlet API has no interim answers (Jetty's {@code sendError(103)} blocks, and repeats fields). */
    @Override
    public void interim(int status, HttpFields fields, Callback callback) {
        callback.succeeded();
    }

    @Override
    protected void sendHead(ResponseHead finishedHead) {
        unsentHead = finishedHead;
    }

    @Override
    public void trailers(HttpFields newTrailers) {
        this.trailers = newTrailers;
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        if (over.get()) {
            callback.failed(new IOException("the exchange is over"));
            return;
        }
        ResponseHead head = unsentHead;
        if (head != null) {
            unsentHead = null;
            committed = true;
            boolean chunked = !(last || head.fields().contains(HttpHeader.CONTENT_LENGTH));
            ServletResponses.apply(head, version, response);
            if (chunked && needsChunks(head.status(), head.fields()) && ServletRequests.isOnJetty(request)) {
                response.setHeader(HttpHeader.TRANSFER_ENCODING.asString(), HttpHeaderValue.CHUNKED.asString());
            }
            if (chunked || version == HttpVersion.HTTP_2) {
                response.setTrailerFields(() -> ServletResponses.trailers(trailers));
            }
        }
        responseBody.write(last, bytes, last ? Callback.from(() -> ended(callback), callback::failed) : callback);
    }

    private void ended(Callback callback) {
        callback.succeeded();
        if (over.compareAndSet(false, true)) {
            turns.end();
            complete(null);
        }
    }

    /** Goes back to a container thread: only there may a connection be upgraded. */
    @Override
    public void upgrade(ResponseHead head, Tunnel tunnel) {
        ResponseHead finished = finished(head);
        committed = true;
        turns.resume(() -> switchProtocols(finished, tunnel));
    }

    private void switchProtocols(ResponseHead head, Tunnel tunnel) throws IOException, ServletException {
        if (!over.compareAndSet(false, true)) {
            tunnel.abort(new IOException("the exchange is over"));
            return;
        }
        try {
            ServletResponses.apply(head, version, response);
            request.upgrade(TunnelUpgrade.class).join(tunnel, this::complete);
        } catch (IOException | ServletException | RuntimeException e) {
            tunnel.abort(e);
            complete(e);
            throw e;
        }
    }

    /** Also when the client or the container broke off: it must not look like the container's own 200. */
    @Override
    public void abort(Throwable cause) {
        if (over.compareAndSet(false, true)) {
            requestBody.fail(cause);
            responseBody.fail(cause);
            turns.breakOff(response, cause);
            complete(cause);
        }
    }
}
