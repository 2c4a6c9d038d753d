package io.gatehouse.jetty.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection that answers 408 and closes when a request's head takes too long, however steadily it trickles
 * in; the idle timeout alone is renewed by every byte. A head that arrives in one piece costs nothing here.
 */
final class TimedHttpConnection extends HttpConnection {
    private static final byte[] TIMEOUT_ANSWER =
            "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Duration headersTimeout;
    private @Nullable HostPortHttpField parsedHost;
    private @Nullable HostPortHttpField host;
    private Scheduler.@Nullable Task deadline;

    TimedHttpConnection(
            HttpConfiguration configuration, Connector connector, EndPoint endPoint, Duration headersTimeout) {
        super(configuration, connector, endPoint);
        this.headersTimeout = headersTimeout;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        return new HttpStreamOverHTTP1(method, uri, version) {
            @Override
            public void parsedHeader(HttpField field) {
                super.parsedHeader(field instanceof HostPortHttpField parsed ? host(parsed) : field);
            }
        };
    }

    /** The parser gives the same field for the same Host, so this is done once a connection. */
    private HostPortHttpField host(HostPortHttpField parsed) {
        HostPortHttpField known = host;
        if (known == null || parsed != parsedHost) {
            known = OneHost.of(parsed);
            host = known;
            parsedHost = parsed;
        }
        return known;
    }

    @Override
    public void onFillable() {
        super.onFillable();
        watchHead();
    }

    /** After an answer; where it was the last one, Jetty would find out by an exception and close all the same. */
    @Override
    public void run() {
        // It has kept no buffer then, which only it could give back.
        boolean over = getParser().isTerminated() && !getParser().hasContent() && onUpgradeFrom() == null;
        if (over) {
            getEndPoint().close();
        } else {
            super.run();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        cancel();
        super.onClose(cause);
    }

    private synchronized void watchHead() {
        if (!headIsIncomplete()) {
            cancel();
        } else if (deadline == null) {
            deadline = getConnector()
                    .getScheduler()
                    .schedule(this::onDeadline, headersTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean headIsIncomplete() {
        HttpParser.State state = getParser().getState();
        return state != HttpParser.State.START && state.compareTo(HttpParser.State.CONTENT) < 0;
    }

    private synchronized void cancel() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private void onDeadline() {
        synchronized (this) {
            if (deadline == null || !headIsIncomplete()) {
                return;
            }
            deadline = null;
        }
        Callback close = Callback.from(() -> getEndPoint().close());
        try {
            getEndPoint().write(close, ByteBuffer.wrap(TIMEOUT_ANSWER));
        } catch (RuntimeException alreadyWriting) {
            close.failed(alreadyWriting);
        }
    }
}
