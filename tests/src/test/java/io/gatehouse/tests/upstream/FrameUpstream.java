package io.gatehouse.tests.upstream;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An h2c upstream that does frame by frame what a test tells it. */
final class FrameUpstream implements Closeable {
    private static final int PREFACE = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    /** {@code :status 200} of HPACK's static table. */
    private static final byte[] OK = {(byte) 0x88};

    private final ServerSocket socket = new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile boolean answeringPings = true;

    /** A request whose head was read. */
    record Call(Connection connection, int stream) {
        void answer() throws IOException {
            connection.frame(HEADERS, END_HEADERS, stream, OK);
            connection.frame(DATA, END_STREAM, stream, new byte[] {'o', 'k'});
        }
    }

    FrameUpstream() throws IOException {
        daemon(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.size();
    }

    int pings() {
        return pings.get();
    }

    void answerPings(boolean wanted) {
        answeringPings = wanted;
    }

    Call next() throws InterruptedException {
        Call call = calls.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no request reached the upstream");
        }
        return call;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "frame-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(socket.accept());
                connections.add(connection);
                daemon(connection::serve);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** One connection of the gateway's. */
    final class Connection {
        private final Socket peer;
        private volatile boolean closed;

        Connection(Socket peer) {
            this.peer = peer;
        }

        /** Whether the gateway has closed it. */
        boolean isClosed() {
            return closed;
        }

        /** Streams up to the last one are still served. */
        void goAway(int last) throws IOException {
            frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(0).array());
        }

        private void serve() {
            try (peer) {
                DataInputStream in = new DataInputStream(peer.getInputStream());
                in.skipNBytes(PREFACE);
                frame(SETTINGS, 0, 0, new byte[0]);
                while (true) {
                    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                    int type = in.readUnsignedByte();
                    int flags = in.readUnsignedByte();
                    int stream = in.readInt();
                    hear(type, flags, stream, in.readNBytes(length));
                }
            } catch (IOException over) {
                closed = true;
            }
        }

        private void hear(int type, int flags, int stream, byte[] payload) throws IOException {
            boolean ack = (flags & ACK) != 0;
            if (type == SETTINGS && !ack) {
                frame(SETTINGS, ACK, 0, new byte[0]);
            } else if (type == PING && !ack) {
                pings.incrementAndGet();
                if (answeringPings) {
                    frame(PING, ACK, 0, payload);
                }
            } else if (type == HEADERS) {
                calls.add(new Call(this, stream));
            }
        }

        synchronized void frame(int type, int flags, int stream, byte[] payload) throws IOException {
            OutputStream out = peer.getOutputStream();
            out.write(ByteBuffer.allocate(9 + payload.length)
                    .put((byte) (payload.length >> 16))
                    .putShort((short) payload.length)
                    .put((byte) type)
                    .put((byte) flags)
                    .putInt(stream)
                    .put(payload)
                    .array());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Connection each : connections) {
            each.peer.close();
        }
    }
}
