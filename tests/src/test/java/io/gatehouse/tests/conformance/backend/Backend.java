package io.gatehouse.tests.conformance.backend;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** A server on a loopback port that gives each connection a thread of its own. */
public abstract class Backend implements Closeable {
    private final String name;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    protected Backend(String name, ServerSocketFactory sockets) throws IOException {
        this.name = name;
        this.server = sockets.createServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 256);
    }

    public String name() {
        return name;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Serves one connection; it is closed afterwards, and an I/O error ends it. */
    protected abstract void serve(Socket socket) throws IOException;

    public Backend start() {
        daemon("backend-" + name, this::accept);
        return this;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                daemon("backend-" + name + "-connection", () -> run(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void run(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            serve(socket);
        } catch (IOException gone) {
            // The gateway closed or broke the connection, which is its right: the log says what came over it.
        } finally {
            open.remove(socket);
        }
    }

    protected static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
