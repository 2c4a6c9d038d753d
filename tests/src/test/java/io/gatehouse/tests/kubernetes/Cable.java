package io.gatehouse.tests.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a port of this machine that can be cut: connections end at once and no others come through. */
final class Cable implements AutoCloseable {
    private final ServerSocket near;
    private final int far;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    private Cable(ServerSocket near, int far) {
        this.near = near;
        this.far = far;
    }

    static Cable to(int port) throws IOException {
        return between(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), port);
    }

    /** From an address of one's choice. */
    static Cable between(InetSocketAddress near, int far) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(near);
        Cable cable = new Cable(socket, far);
        daemon(cable::accept);
        return cable;
    }

    int port() {
        return near.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = near.accept();
                if (cut) {
                    client.close();
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), far);
        } catch (IOException e) {
            client.close();
            return;
        }
        sockets.addAll(List.of(client, server));
        daemon(() -> copy(client, server));
        daemon(() -> copy(server, client));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            return; // the other direction ends with it
        }
    }

    void cut() {
        cut = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                continue;
            }
        }
        sockets.clear();
    }

    void mend() {
        cut = false;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        near.close();
        cut();
    }
}
