package io.gatehouse.jetty.tls;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection by a TCP reset, as Envoy does where no filter chain or no upstream is found. */
public final class Resets {
    private static final Logger LOG = LoggerFactory.getLogger(Resets.class);

    private Resets() {}

    /** Resets a connection; bytes that wait to be sent are lost. */
    public static void reset(EndPoint endPoint) {
        EndPoint network = endPoint;
        while (network instanceof EndPoint.Wrapper wrapper) {
            network = wrapper.unwrap();
        }
        if (network.getTransport() instanceof SocketChannel channel) {
            dropOnClose(channel);
        }
        network.close();
    }

    /** Resets a connection that nobody has taken yet. */
    public static void reset(SocketChannel channel) {
        dropOnClose(channel);
        IO.close(channel);
    }

    private static void dropOnClose(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException unable) {
            LOG.debug("Connection was already closed, or is no TCP", unable);
        }
    }
}
