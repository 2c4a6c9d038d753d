package io.gatehouse.jetty.exchange;

import io.gatehouse.exchange.BaseExchange;
import io.gatehouse.exchange.LocalReply;
import io.gatehouse.exchange.RequestChecks;
import io.gatehouse.exchange.RequestTarget;
import io.gatehouse.exchange.ResponseHead;
import io.gatehouse.exchange.Tunnel;
import io.gatehouse.exchange.TunnelConnection;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import io.gatehouse.telemetry.ResponseReason;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An exchange on a Jetty core request. */
final class CoreExchange extends BaseExchange {
    private static final X509Certificate[] NO_CERTIFICATES = {};

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final HttpVersion version;
    private final @Nullable String upgradeProtocol;
    private final CoreBody body;
    private volatile @Nullable HttpFields trailers;
    private long bytesSent;

    CoreExchange(
            Request request,
            Response response,
            Callback callback,
            Snapshot snapshot,
            RequestView view,
            RequestTarget target) {
        super(snapshot, view, request.getHeaders(), request.getBeginNanoTime());
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.version = target.version();
        this.upgradeProtocol =
                target.protocol() != null ? target.protocol() : RequestChecks.upgrade(request.getHeaders());
        this.body = new CoreBody(request, target.protocol() != null, this::watchClient);
        request.addFailureListener(this::onFailure);
    }

    @Override
    public HttpVersion clientVersion() {
        return version;
    }

    @Override
    public SocketAddress peer() {
        return request.getConnectionMetaData().getRemoteSocketAddress();
    }

    @Override
    public SocketAddress local() {
        return request.getConnectionMetaData().getLocalSocketAddress();
    }

    @Override
    public X509Certificate[] clientCertificates() {
        if (!request.getConnectionMetaData().isSecure()) {
            return NO_CERTIFICATES;
        }
        EndPoint.SslSessionData session =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        return chain == null ? NO_CERTIFICATES : chain;
    }

    @Override
    public Content.Source body() {
        return body;
    }

    /** Whether an HTTP/2 request ended with its head, which announced a body. */
    boolean lacksBody() {
        return body.isMissing();
    }

    @Override
    public long bodyLength() {
        return body.getLength();
    }

    @Override
    protected boolean isBodyUnread() {
        return !body.isEnded();
    }

    @Override
    public @Nullable String upgradeProtocol() {
        return upgradeProtocol;
    }

    @Override
    public long bytesReceived() {
        return body.bytesRead();
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }

    @Override
    public boolean isCommitted() {
        return response.isCommitted();
    }

    @Override
    protected HttpField dateField() {
        return request.getConnectionMetaData().getConnector().getServer().getDateField();
    }

    @Override
    public void interim(int status, HttpFields fields, Callback done) {
        response.writeInterim(status, fields).whenComplete((sent, failure) -> {
            if (failure == null) {
                done.succeeded();
            } else {
                done.failed(failure);
            }
        });
    }

    @Override
    protected void sendHead(ResponseHead head) {
        response.setStatus(head.status());
        if (version == HttpVersion.HTTP_2) {
            response.getHeaders().clear().add(head.fields());
            // Jetty looks for a supplier when it sends the head, and asks it at the end.
            response.setTrailersSupplier(() -> trailers);
        } else {
            Http1.write(head.fields(), response);
        }
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback done) {
        if (!last && !response.isCommitted() && needsChunks(response.getStatus(), response.getHeaders())) {
            response.getHeaders().put(Http1.CHUNKED);
        }
        bytesSent += bytes.remaining();
        response.write(last, bytes, last ? new LastWrite(done) : done);
    }

    @Override
    public void trailers(HttpFields fields) {
        trailers = fields;
    }

    @Override
    public void upgrade(ResponseHead head, Tunnel upstream) {
        TunnelSupport support = request.getTunnelSupport();
        if (version == HttpVersion.HTTP_2) {
            head.status(200);
            head.fields().remove(HttpHeader.CONNECTION);
            head.fields().remove(HttpHeader.UPGRADE);
            head.fields().remove("sec-websocket-accept");
        }
        sendHead(finished(head));
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel(support.getEndPoint(), upstream));
        callback.succeeded();
    }

    private TunnelConnection tunnel(EndPoint endPoint, Tunnel upstream) {
        return new TunnelConnection(
                endPoint,
                request.getComponents().getExecutor(),
                request.getComponents().getByteBufferPool()) {
            @Override
            public void onOpen() {
                super.onOpen();
                join(upstream);
            }

            @Override
            public void onClose(@Nullable Throwable cause) {
                super.onClose(cause);
                upstream.abort(cause == null ? new java.io.EOFException("the client closed") : cause);
                complete(null);
            }
        };
    }

    @Override
    public void abort(Throwable cause) {
        complete(cause);
        body.close();
        callback.failed(new Request.Handler.AbortException(cause));
    }

    /** From here on nobody reads from an HTTP/1 client until it is answered, so its leaving must be watched for. */
    void watchClient() {
        if (version == HttpVersion.HTTP_1_1 && body.isEnded() && !isComplete()) {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            EndPoint socket = endPoint instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : endPoint;
            if (socket instanceof WatchedEndPoint watched) {
                watched.watch(this::onClientGone);
            }
        }
    }

    private void onClientGone() {
        if (!isComplete()) {
            abort(new EofException("the client went away"));
        }
    }

    private void onFailure(Throwable cause) {
        if (cause instanceof TimeoutException && head() == null) {
            // The client is there, but nothing came of its request for too long.
            complete(cause);
            reply(504, ResponseReason.TIMEOUT, HttpFields.EMPTY, LocalReply.text("stream timeout"));
        } else {
            abort(cause);
        }
    }

    /**
     * After the answer: a client that is still sending must be heard out, or it may never read the answer. A body that
     * doesn't say its length, as of a gRPC stream, may never end.
     */
    private void finish() {
        boolean http2 = version == HttpVersion.HTTP_2;
        boolean hearOut = !body.isEnded()
                && (http2
                        ? body.getLength() > 0
                        : body.isTouched() && request.getConnectionMetaData().isPersistent());
        if (hearOut) {
            body.answered();
            new Drain().run();
        } else {
            if (http2 && (!body.isEnded() || upgradeProtocol != null)) {
                stopClientsStream();
            }
            body.close();
            callback.succeeded();
        }
    }

    /** Tells an HTTP/2 client to send no more of its request, without spoiling the answer (RFC 9113 §8.1). */
    private void stopClientsStream() {
        if (request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection) {
            Stream stream = connection.getSession().getStream(Integer.parseInt(request.getId()));
            if (stream != null && !stream.isRemotelyClosed()) {
                stream.reset(new ResetFrame(stream.getId(), ErrorCode.NO_ERROR.code), Callback.NOOP);
            }
        }
    }

    private final class LastWrite implements Callback {
        private final Callback done;

        LastWrite(Callback done) {
            this.done = done;
        }

        @Override
        public void succeeded() {
            complete(null);
            done.succeeded();
            finish();
        }

        @Override
        public void failed(Throwable cause) {
            done.failed(cause);
            abort(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    /** Reads what is left of a body, up to a limit; past it the connection ends, or the stream of HTTP/2. */
    private final class Drain implements Runnable {
        private static final long MAX_DRAINED = 256 * 1024;

        private final long limit = body.bytesRead() + MAX_DRAINED;

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = body.readOn();
                if (chunk == null) {
                    body.demandOn(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    body.close();
                    callback.failed(chunk.getFailure());
                    return;
                }
                boolean last = chunk.isLast();
                chunk.release();
                if (last) {
                    callback.succeeded();
                    return;
                }
                if (body.bytesRead() > limit) {
                    giveUp();
                    return;
                }
            }
        }

        private void giveUp() {
            body.close();
            if (version == HttpVersion.HTTP_2) {
                stopClientsStream();
                callback.succeeded();
            } else {
                callback.failed(HttpStream.CONTENT_NOT_CONSUMED);
            }
        }
    }
}
