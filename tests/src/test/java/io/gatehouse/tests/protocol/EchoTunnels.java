package io.gatehouse.tests.protocol;

import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An upstream that agrees to each upgrade, then repeats what it hears: on one thread. */
final class EchoTunnels implements AutoCloseable {
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listening = ServerSocketChannel.open();

    EchoTunnels() throws IOException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        Upstream.daemon(this::run);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException | RuntimeException over) {
            // The test is over.
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = listening.accept();
                accepted.configureBlocking(false);
                accepted.register(selector, SelectionKey.OP_READ);
                return;
            }
            SocketChannel channel = (SocketChannel) key.channel();
            ByteBuffer bytes = ByteBuffer.allocate(4096);
            if (channel.read(bytes) < 0) {
                channel.close();
            } else if (bytes.get(0) == 'G') {
                channel.write(ByteBuffer.wrap(SWITCH.getBytes(StandardCharsets.US_ASCII)));
            } else {
                channel.write(bytes.flip());
            }
        } catch (IOException gone) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        selector.close();
    }
}
