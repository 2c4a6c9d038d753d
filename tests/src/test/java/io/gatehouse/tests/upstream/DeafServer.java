package io.gatehouse.tests.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A port that answers no SYN: as many connections as may wait to be accepted are waiting already. */
public final class DeafServer implements Closeable {
    private static final int BACKLOG = 1;

    private final ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> waiting = new ArrayList<>();

    public DeafServer() throws IOException {
        // The kernel takes backlog + 1 connections, and then drops what comes.
        for (int i = 0; i <= BACKLOG; i++) {
            waiting.add(new Socket("127.0.0.1", socket.getLocalPort()));
        }
    }

    /** Where it does not answer. */
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket each : waiting) {
            each.close();
        }
        socket.close();
    }
}
