package io.gatehouse.tests.kubernetes;

import io.gatehouse.pem.TlsIdentity;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Asks a gateway on this machine, under any host name, as {@code curl --resolve} does. */
final class Client {
    private Client() {}

    /** The status of a GET. */
    static int status(int port, String host, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Integer.parseInt(exchange(socket, host, path).substring(9, 12));
        }
    }

    /** The whole answer to a GET. */
    static String answer(int port, String host, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return exchange(socket, host, path);
        }
    }

    /** The body of a GET. */
    static String body(int port, String host, String path) throws IOException {
        String answer = answer(port, host, path);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** The status of a GET by https, whatever the certificate; 0 when there is no connection. */
    static int secureStatus(int port, String host, String path) {
        return secureStatus(port, host, path, null);
    }

    /** With a certificate of the client's own, if it has one. */
    static int secureStatus(int port, String host, String path, TlsIdentity identity) {
        try (SSLSocket socket = secure(port, host, identity)) {
            return Integer.parseInt(exchange(socket, host, path).substring(9, 12));
        } catch (IOException e) {
            return 0;
        }
    }

    /** The subject of the certificate shown for a host; empty when there is no connection. */
    static String certificate(int port, String host) {
        try (SSLSocket socket = secure(port, host)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        } catch (IOException e) {
            return "";
        }
    }

    static SSLSocket secure(int port, String host) throws IOException {
        return secure(port, host, null);
    }

    private static SSLSocket secure(int port, String host, TlsIdentity identity) throws IOException {
        SSLSocket socket = (SSLSocket) trustingAll(identity).getSocketFactory().createSocket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(java.util.List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The whole answer to a GET, after which the connection ends. */
    static String exchange(Socket socket, String host, String path) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (answer.length() < 12) {
            throw new IOException("no answer");
        }
        return answer;
    }

    /** Whether an answer is good. */
    static boolean ok(int status) {
        return status == HttpURLConnection.HTTP_OK;
    }

    private static KeyManager[] keys(TlsIdentity identity) throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static SSLContext trustingAll(TlsIdentity identity) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys(identity),
                    new TrustManager[] {
                        new X509TrustManager() {
                            @Override
                            public void checkClientTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public void checkServerTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public X509Certificate[] getAcceptedIssuers() {
                                return new X509Certificate[0];
                            }
                        }
                    },
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
