package io.gatehouse.upstream.connection;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;

/** Opens the connections of Jetty's client on {@link EventLoops}, in place of selectors of its own. */
public final class LoopConnector extends ClientConnector {
    private final EventLoops loops;

    /** A connector on loops that somebody else starts. */
    public LoopConnector(EventLoops loops) {
        this.loops = loops;
    }

    @Override
    protected SelectorManager newSelectorManager() {
        return new Selectors();
    }

    private final class Selectors extends ClientSelectorManager implements EventLoops.Tenant {
        Selectors() {
            super(LoopConnector.this.getExecutor(), LoopConnector.this.getScheduler(), 1);
        }

        /** The loops have selectors, and their own life. */
        @Override
        protected void doStart() {}

        @Override
        protected void doStop() {}

        @Override
        public void accept(SelectableChannel channel, @Nullable Object attachment) {
            loops.accept(channel, this, attachment);
        }

        @Override
        public void connect(SelectableChannel channel, @Nullable Object attachment) {
            loops.connect(channel, this, attachment);
        }

        @Override
        public EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return super.newEndPoint(channel, selector, key);
        }

        @Override
        public void connectionFailed(SelectableChannel channel, Throwable cause, @Nullable Object attachment) {
            super.connectionFailed(channel, cause, attachment);
        }
    }
}
