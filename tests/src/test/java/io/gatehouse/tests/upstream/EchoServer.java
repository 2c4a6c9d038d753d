package io.gatehouse.tests.upstream;

import io.gatehouse.pem.Certificates;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.tests.conformance.Main;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An upstream that answers with what it saw of the connection, and can be told to wait or to answer something else. */
final class EchoServer implements Closeable {
    private static final char[] NO_PASSWORD = {};

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
        Path certs = Main.resource("certs");
        TlsIdentity identity = TlsIdentity.read(
                Files.readAllBytes(certs.resolve("backend.crt")), Files.readAllBytes(certs.resolve("backend.key")));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
        int count = 0;
        for (X509Certificate ca : Certificates.read(Files.readAllBytes(certs.resolve("client-ca.pem")))) {
            keys.setCertificateEntry("ca" + count++, ca);
        }
        KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
        key.init(keys, NO_PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
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
