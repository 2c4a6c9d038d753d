package io.gatehouse.upstream.connection;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One sending of one request to one endpoint, whatever protocol it goes by. */
public interface UpstreamCall {
    /** Sends it; called once. */
    void send();

    /** Ends it, and its connection, unless it has ended. */
    void abort(Throwable cause);

    /** Hears what becomes of it; called by one thread at a time. */
    interface Listener {
        /** It has a connection. */
        void onConnected();

        /** Its head went out. */
        void onSent();

        /** A 1xx other than 101. */
        void onInterim(int status, HttpFields fields);

        /** The answer's head is there, and its body can be read. */
        void onAnswer(UpstreamAnswer answer, Content.Source body);

        /** The upstream switched protocols; the socket is the listener's. */
        void onUpgraded(UpstreamAnswer answer, EndPoint socket);

        /** It is over, of which it is told once, unless it was upgraded. */
        void onEnd(@Nullable Throwable failure);
    }
}
