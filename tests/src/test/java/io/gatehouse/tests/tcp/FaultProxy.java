package io.gatehouse.tests.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Passes TCP connections on, and does to them what networks do. The fault may change while connections are open. */
public final class FaultProxy implements Closeable {
    /** Direction of the bytes that a fault is for. */
    public enum Direction {
        /** From who connected. */
        FORTH,
        /** To who connected. */
        BACK
    }

    /** What happens to the bytes of one direction. */
    public interface Fault {
        /** Everything passes. */
        Fault NONE = (bytes, length, before, out) -> out.write(bytes, 0, length);

        /** Nothing passes any more; the connection stays. */
        Fault SILENT = (bytes, length, before, out) -> {};

        /**
         * Passes some bytes on, or not.
         *
         * @param before how many bytes came before, on this connection and in this direction
         */
        void pass(byte[] bytes, int length, long before, OutputStream out) throws IOException;

        /** After so many bytes the connection is cut, both ways. */
        static Fault cutAfter(long limit, boolean reset) {
            return (bytes, length, before, out) -> {
                int left = (int) Math.max(0, Math.min(length, limit - before));
                out.write(bytes, 0, left);
                if (left < length) {
                    throw reset ? new IOException("reset") : new Cut();
                }
            };
        }

        /** The byte at this place is another. */
        static Fault corruptAt(long place) {
            return (bytes, length, before, out) -> {
                if (place >= before && place < before + length) {
                    bytes[(int) (place - before)] ^= 0x5a;
                }
                out.write(bytes, 0, length);
            };
        }

        /** Each piece waits so long. */
        static Fault delay(long millis) {
            return (bytes, length, before, out) -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                out.write(bytes, 0, length);
            };
        }

        /** So many bytes at a time, with a pause of a millisecond. */
        static Fault throttle(int atOnce) {
            return (bytes, length, before, out) -> {
                for (int sent = 0; sent < length; sent += atOnce) {
                    out.write(bytes, sent, Math.min(atOnce, length - sent));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            };
        }
    }

    /** Ends a connection in an orderly way, where it should not end. */
    private static final class Cut extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final ServerSocket listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean refusing;
    private volatile Fault forth = Fault.NONE;
    private volatile Fault back = Fault.NONE;

    /** In front of a port of the loopback. */
    public FaultProxy(int target) throws IOException {
        this.target = target;
        Upstream.daemon(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections came. */
    public int connections() {
        return connections.get();
    }

    /** Sockets that are open, of both sides. */
    public int open() {
        return open.size();
    }

    /** From now on, on connections that are open, too. */
    public void fault(Direction direction, Fault fault) {
        if (direction == Direction.FORTH) {
            forth = fault;
        } else {
            back = fault;
        }
    }

    /** Whether new connections are reset as soon as they are made. */
    public void refuse(boolean wanted) {
        refusing = wanted;
    }

    /** Everything passes again. */
    public void heal() {
        refusing = false;
        forth = Fault.NONE;
        back = Fault.NONE;
    }

    /** Resets what is open. */
    public void resetAll() {
        open.forEach(each -> close(each, true));
    }

    private void accept() {
        try {
            while (true) {
                Socket from = listening.accept();
                connections.incrementAndGet();
                if (refusing) {
                    close(from, true);
                } else {
                    Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(from);
                    open.add(to);
                    Upstream.daemon(() -> pump(from, to, Direction.FORTH));
                    Upstream.daemon(() -> pump(to, from, Direction.BACK));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pump(Socket from, Socket to, Direction direction) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16 * 1024];
            long before = 0;
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                Fault fault = direction == Direction.FORTH ? forth : back;
                fault.pass(bytes, length, before, out);
                before += length;
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                close(from, false);
                close(to, false);
            }
        } catch (IOException broken) {
            boolean reset = !(broken instanceof Cut);
            close(from, reset);
            close(to, reset);
        }
    }

    private void close(Socket socket, boolean reset) {
        open.remove(socket);
        try {
            socket.setSoLinger(reset, 0);
            socket.close();
        } catch (IOException closed) {
            // As wanted.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        resetAll();
    }
}
