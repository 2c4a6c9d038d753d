package io.gatehouse.jetty.tcp;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;

/** Writes the PROXY header to an upstream before anything else, TLS included. */
final class Preamble extends AbstractConnection {
    private final ByteBuffer header;
    private final Connection next;
    private final Dial dial;

    Preamble(Connector connector, EndPoint upstream, ByteBuffer header, Connection next, Dial dial) {
        super(upstream, connector.getExecutor());
        this.header = header;
        this.next = next;
        this.dial = dial;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().write(Callback.from(() -> getEndPoint().upgrade(next), dial::failed), header);
    }

    @Override
    public void onFillable() {
        throw new IllegalStateException("nothing is read before the header is written");
    }
}
