package io.gatehouse.upstream;

import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpChannelOverHTTP2;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;

/**
 * A connection to an HTTP/2 upstream that knows whether the upstream wants to end it. HttpClient closes a connection that
 * is out of its pool with the first request that ends, whatever others go on there.
 */
final class Http2Connection extends HttpConnectionOverHTTP2 {
    private volatile boolean leaving;

    Http2Connection(Destination destination, Session session, HTTP2Connection connection) {
        super(destination, session, connection);
    }

    @Override
    protected HttpChannelOverHTTP2 newHttpChannel() {
        return new Http2Channel(this, getSession());
    }

    /** The upstream said GOAWAY: what is under way goes on. */
    void leave() {
        leaving = true;
    }

    /** Whether it is only kept for requests that are under way. */
    boolean finishesOthers() {
        return leaving && getHttpChannels().hasNext();
    }
}
