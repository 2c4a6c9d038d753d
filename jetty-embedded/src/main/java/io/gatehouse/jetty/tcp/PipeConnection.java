package io.gatehouse.jetty.tcp;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One side of a joined pair: reads for the relay that leaves from it. */
class PipeConnection extends AbstractConnection {
    private final Session session;
    private @Nullable Relay outgoing;

    PipeConnection(EndPoint endPoint, Executor executor, Session session) {
        super(endPoint, executor);
        this.session = session;
    }

    /** Sets the relay going; before, nothing is read from this side. */
    void start(Relay relay) {
        outgoing = relay;
        relay.onNeedBytes(this::fillInterested);
        relay.iterate();
    }

    @Override
    public void onFillable() {
        Relay relay = outgoing;
        if (relay != null) {
            relay.iterate();
        }
    }

    /** When the connection is closed from outside, as at the end of a drain. */
    @Override
    public void onFillInterestedFailed(Throwable cause) {
        session.cut(cause);
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        session.idle();
        return false;
    }
}
