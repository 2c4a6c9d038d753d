package io.gatehouse.tests.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gatehouse.tests.conformance.client.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection to the gateway, byte by byte: it stays open as long as the test wants. */
final class OpenConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private final Socket socket;

    private OpenConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    static OpenConnection plain(int port) throws IOException {
        return new OpenConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static OpenConnection tls(int port) throws IOException {
        SSLSocket socket = (SSLSocket) new TestCertificates(Path.of(""))
                .context(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(Curl.HOST)));
        socket.setSSLParameters(parameters);
        OpenConnection connection = new OpenConnection(socket);
        socket.startHandshake();
        return connection;
    }

    /** Whether the port takes no connection. */
    static boolean refuses(int port) throws IOException {
        try (OpenConnection connection = plain(port)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    X509Certificate certificate() throws IOException {
        return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    void send(String head, String body) throws IOException {
        String bytes = head.replace("\n", "\r\n") + "\r\nhost: " + Curl.HOST + "\r\n\r\n" + body;
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
    }

    /** The head and the first half of a POST that is answered only when its other half has come. */
    void sendHalfOfAPost() throws IOException {
        send("POST /delay/0 HTTP/1.1\nconnection: close\ncontent-length: 10", "first");
    }

    /** Sends the other half and reads the whole answer. */
    String finishThePost() throws IOException {
        socket.getOutputStream().write("-half".getBytes(US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    /** The head of a response without a body, such as one to HEAD. */
    String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after \"" + head + "\"");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
