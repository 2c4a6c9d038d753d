package io.gatehouse.jetty.tcp;

import io.gatehouse.route.TunnelSpec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Asks the upstream, a proxy, for a tunnel: only when it has agreed are bytes of the client sent. */
final class TunnelOpening extends AbstractConnection {
    private static final int BUFFER = 4 * 1024;

    private final TunnelSpec tunnel;
    private final Outcome outcome;
    private final TunnelAnswer answer;
    private final ByteBuffer buffer = BufferUtil.allocate(BUFFER);

    /** Hears how it went. */
    interface Outcome {
        /** The proxy is reached, and asked now. */
        void asked();

        /**
         * The proxy agreed.
         *
         * @return what runs on its connection
         */
        Connection opened(Side proxy);

        /** The proxy answered with another status than one of success. */
        void refused(int status);

        /** The proxy did not answer, or not in HTTP. */
        void failed(Throwable cause);
    }

    TunnelOpening(Connector connector, EndPoint proxy, TunnelSpec tunnel, Outcome outcome) {
        super(proxy, connector.getExecutor());
        this.tunnel = tunnel;
        this.outcome = outcome;
        this.answer = new TunnelAnswer(tunnel.method() == TunnelSpec.Method.CONNECT);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        outcome.asked();
        ByteBuffer request = ByteBuffer.wrap(request(tunnel).getBytes(StandardCharsets.US_ASCII));
        getEndPoint().write(Callback.from(this::fillInterested, outcome::failed), request);
    }

    /** As Envoy writes it; both names of the target are those that the rule gives. */
    private static String request(TunnelSpec tunnel) {
        String host = "host: " + tunnel.authority() + "\r\n";
        return tunnel.method() == TunnelSpec.Method.CONNECT
                ? "CONNECT " + tunnel.authority() + " HTTP/1.1\r\n" + host + "\r\n"
                : "POST / HTTP/1.1\r\n" + host + "transfer-encoding: chunked\r\n\r\n";
    }

    @Override
    public void onFillable() {
        try {
            int filled = getEndPoint().fill(buffer);
            while (filled > 0 && !answer.readHead(buffer)) {
                filled = getEndPoint().fill(buffer);
            }
            if (filled > 0) {
                answered();
            } else if (filled == 0) {
                fillInterested();
            } else {
                outcome.failed(new EOFException("closed before the tunnel was open"));
            }
        } catch (IOException broken) {
            outcome.failed(broken);
        }
    }

    private void answered() {
        if (!HttpStatus.isSuccess(answer.status())) {
            outcome.refused(answer.status());
            return;
        }
        EndPoint proxy = getEndPoint();
        proxy.upgrade(outcome.opened(
                tunnel.method() == TunnelSpec.Method.CONNECT
                        ? new DirectSide(proxy, buffer)
                        : new PostedSide(proxy, answer, buffer)));
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        outcome.failed(cause);
    }

    /** The time to connect is what limits it. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }
}
