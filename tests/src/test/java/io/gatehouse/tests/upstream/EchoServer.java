package io.gatehouse.tests.upstream;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** An upstream that answers with what it saw of the connection, and can be told to wait or to answer something else. */
final class EchoServer implements Closeable {
    private final ServerSocket socket;
    private final String name;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private EchoServer(String name, ServerSocket socket) {
        this.name = name;
        this.socket = socket;
        daemon(this::accept);
    }

    static EchoServer plain(String name) throws IOException {
        return new EchoServer(name, new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1")));
    }

    /** With the certificate of backend.example.com. */
    static EchoServer tls(String name, boolean clientCertificate) throws Exception {
        SSLContext context = BackendTls.context();
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
        socket.setNeedClientAuth(clientCertificate);
        return new EchoServer(name, socket);
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    EchoServer answering(int code) {
        status = code;
        return this;
    }

    /** Answers nothing until the latch is released. */
    EchoServer waitingFor(CountDownLatch latch) {
        gate = latch;
        return this;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "echo-upstream");
        thread.setDaemon(true);
        thread.start();
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
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String first = "";
            String line;
            StringBuilder head = new StringBuilder();
            while ((line = Lines.read(in)) != null) {
                if (line.startsWith("PROXY ")) {
                    first = line;
                    continue;
                }
                head.append(line).append('\n');
                if (line.isEmpty()) {
                    requests.incrementAndGet();
                    gate.await();
                    answer(connection, first);
                    head.setLength(0);
                }
            }
        } catch (IOException | InterruptedException over) {
            // Closing is the answer.
        }
    }

    private void answer(Socket connection, String proxy) throws IOException {
        String body = "name=" + name + " " + tls(connection) + " proxy=" + proxy + "\n";
        String answer = "HTTP/1.1 " + status + " Whatever\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    private static String tls(Socket connection) throws IOException {
        if (!(connection instanceof SSLSocket secure)) {
            return "plain";
        }
        ExtendedSSLSession session = (ExtendedSSLSession) secure.getSession();
        String client = session.getLocalCertificates() == null || !secure.getNeedClientAuth()
                ? "none"
                : ((X509Certificate) session.getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
        return "tls sni=" + session.getRequestedServerNames() + " client=" + client;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
