package io.gatehouse.upstream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.transport.internal.HttpChannelOverHTTP2;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PushPromiseFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A request on an HTTP/2 connection whose answer must be one (RFC 9113 §8.1). HttpClient takes the frames as they come:
 * where a head is missing it would wait for ever, and so it would for a stream that the session reset by itself.
 */
final class Http2Channel extends HttpChannelOverHTTP2 {
    /** The upstream's own reset is heard within this time after the stream's end. */
    private static final long HEARD_MILLIS = 100;

    private final Stream.Listener listener;

    Http2Channel(Http2Connection connection, Session session) {
        super(connection, session);
        listener = new Checked(super.getStreamListener());
    }

    @Override
    public Stream.Listener getStreamListener() {
        return listener;
    }

    private void fail(Stream stream, @Nullable HttpExchange exchange, String problem) {
        stream.reset(new ResetFrame(stream.getId(), ErrorCode.PROTOCOL_ERROR.code), Callback.NOOP);
        if (exchange != null) {
            exchange.getRequest().abort(new HttpException.RuntimeException(502, problem));
        }
    }

    /** Fields that speak of HTTP/1.1 connections (RFC 9113 §8.2.2). */
    private static boolean isOfHttp1(HttpFields fields) {
        return fields.contains(HttpHeader.CONNECTION)
                || fields.contains(HttpHeader.TRANSFER_ENCODING)
                || fields.contains(HttpHeader.KEEP_ALIVE)
                || fields.contains(HttpHeader.UPGRADE)
                || fields.contains(HttpHeader.PROXY_CONNECTION);
    }

    /** Lets through what may come next. Of one stream at a time, by one thread. */
    private final class Checked implements Stream.Listener {
        private final Stream.Listener next;
        private boolean headed;
        private volatile boolean ended;

        private Checked(Stream.Listener next) {
            this.next = next;
        }

        @Override
        public void onNewStream(Stream stream) {
            headed = false;
            ended = false;
            next.onNewStream(stream);
        }

        @Override
        public void onHeaders(Stream stream, HeadersFrame frame, Callback callback) {
            String problem = problem(frame);
            if (problem == null) {
                ended |= frame.isEndStream();
                next.onHeaders(stream, frame, callback);
            } else {
                ended = true;
                callback.succeeded();
                fail(stream, getHttpExchange(), problem);
            }
        }

        private @Nullable String problem(HeadersFrame frame) {
            MetaData metaData = frame.getMetaData();
            if (isOfHttp1(metaData.getHttpFields())) {
                return "a field of HTTP/1.1";
            }
            if (metaData instanceof MetaData.Response response) {
                boolean again = headed;
                headed = response.getStatus() >= 200;
                return again ? "a second head" : response.getStatus() == 101 ? "a switch of protocols" : null;
            }
            if (!headed) {
                return "a head without status";
            }
            return frame.isEndStream() ? null : "trailers before the end";
        }

        @Override
        public void onDataAvailable(Stream stream, boolean immediate) {
            if (headed) {
                next.onDataAvailable(stream, immediate);
            } else if (!ended) {
                ended = true;
                fail(stream, getHttpExchange(), "data before the head");
            }
        }

        @Override
        public Stream.@Nullable Listener onPush(Stream stream, PushPromiseFrame frame) {
            return next.onPush(stream, frame);
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            ended = true;
            next.onReset(stream, frame, callback);
        }

        @Override
        public void onIdleTimeout(Stream stream, TimeoutException failure, Promise<Boolean> promise) {
            next.onIdleTimeout(stream, failure, promise);
        }

        @Override
        public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
            ended = true;
            next.onFailure(stream, error, reason, failure, callback);
        }

        /** Whoever ended it says so first or right afterwards, but for the session, which says nothing. */
        @Override
        public void onClosed(Stream stream) {
            HttpExchange exchange = getHttpExchange();
            boolean whole = headed && stream instanceof HTTP2Stream http2 && http2.isLastDataReceived();
            if (!ended && !whole && exchange != null) {
                Runnable check = () -> {
                    if (!ended) {
                        fail(stream, exchange, "a stream that broke the rules");
                    }
                };
                getHttpDestination()
                        .getHttpClient()
                        .getScheduler()
                        .schedule(check, HEARD_MILLIS, TimeUnit.MILLISECONDS);
            }
            next.onClosed(stream);
        }
    }
}
