package io.gatehouse.tests.tcp;

import io.gatehouse.tests.upstream.BackendTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TCP server that does what a test tells it with each connection. */
public final class Upstream implements Closeable {
    private final ServerSocket socket;
    private final Talk talk;
    private final AtomicInteger connections = new AtomicInteger();

    /** What it does with one connection, which is closed afterwards. */
    public interface Talk {
        void with(Socket connection) throws Exception;
    }

    private Upstream(ServerSocket socket, Talk talk) {
        this.socket = socket;
        this.talk = talk;
        daemon(this::accept);
    }

    /** In clear text. */
    public static Upstream plain(Talk talk) throws IOException {
        return new Upstream(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), talk);
    }

    /** With the certificate of backend.example.com. */
    static Upstream tls(boolean clientCertificate, Talk talk) throws Exception {
        SSLServerSocket socket = (SSLServerSocket) BackendTls.context()
                .getServerSocketFactory()
                .createServerSocket(0, 512, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(clientCertificate);
        return new Upstream(socket, talk);
    }

    /** Says its name, then repeats what it hears. */
    static Talk echo(String name) {
        return connection -> {
            connection.getOutputStream().write((name + "\n").getBytes(StandardCharsets.US_ASCII));
            connection.getInputStream().transferTo(connection.getOutputStream());
        };
    }

    /** A port on which nobody listens. */
    public static int refusing() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return closed.getLocalPort();
        }
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    /** As an endpoint of a ServiceEntry. */
    String endpoint() {
        return endpoint(port());
    }

    static String endpoint(int port) {
        return "{address: 127.0.0.1, ports: {tcp: " + port + "}}";
    }

    /** How many connections it was given. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            if (connection instanceof SSLSocket secure) {
                secure.startHandshake();
            }
            talk.with(connection);
        } catch (Exception over) {
            // Closing is the answer.
        }
    }

    /** Runs a task that does not keep the JVM alive. */
    public static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
