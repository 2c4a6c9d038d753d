package io.gatehouse.jetty.tls;

import io.gatehouse.pem.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A TLS client that takes any server certificate and shows it. */
final class TlsClient {
    private final SSLContext context;
    private String[] versions = {"TLSv1.3", "TLSv1.2"};
    private String[] suites;
    private String[] alpn = {};

    private TlsClient(SSLContext context) {
        this.context = context;
    }

    static TlsClient anonymous() throws Exception {
        return new TlsClient(context(null));
    }

    /** A client with one of the test certificates. */
    static TlsClient withCertificate(String name) throws Exception {
        TlsIdentity identity = TlsIdentity.read(TestMaterial.pem(name + ".crt"), TestMaterial.pem(name + ".key"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, new char[0]);
        // Sends its certificate whether or not the server named its CA.
        javax.net.ssl.X509KeyManager keys = (javax.net.ssl.X509KeyManager) factory.getKeyManagers()[0];
        return new TlsClient(context(new Stubborn(keys)));
    }

    TlsClient versions(String... versions) {
        this.versions = versions;
        return this;
    }

    TlsClient suites(String... suites) {
        this.suites = suites;
        return this;
    }

    TlsClient alpn(String... protocols) {
        this.alpn = protocols;
        return this;
    }

    /** A connection whose handshake is done, on this side at least. */
    SSLSocket connect(int port, String serverName) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(versions);
        if (suites != null) {
            parameters.setCipherSuites(suites);
        }
        parameters.setApplicationProtocols(alpn);
        parameters.setServerNames(serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        return socket;
    }

    /**
     * The alert that a handshake is refused with. Each flight goes out in one piece, as most clients send it: bytes that
     * arrive at a closed socket are answered by a reset, which hides the alert.
     */
    String alert(int port, String serverName) throws IOException {
        SSLEngine engine = context.createSSLEngine("127.0.0.1", port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(versions);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();
            ByteBuffer out = ByteBuffer.allocate(1 << 16);
            ByteBuffer none = ByteBuffer.allocate(1 << 16);
            while (true) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    engine.getDelegatedTask().run();
                } else if (status == HandshakeStatus.NEED_WRAP
                        || status == HandshakeStatus.NOT_HANDSHAKING && in.limit() == 0) {
                    engine.wrap(none.duplicate().limit(0), out);
                } else if (out.position() > 0) {
                    socket.getOutputStream().write(out.array(), 0, out.position());
                    out.clear();
                } else if (engine.unwrap(in, none.clear()).getStatus() == Status.BUFFER_UNDERFLOW) {
                    in.compact();
                    int read = socket.getInputStream().read(in.array(), in.position(), in.remaining());
                    if (read < 0) {
                        throw new IOException("closed without an alert");
                    }
                    in.position(in.position() + read).flip();
                }
            }
        } catch (SSLException alert) {
            return alert.getMessage();
        }
    }

    /** Begins a handshake, and does not go on when the server has answered; returns when the connection has ended. */
    void stopInTheHandshake(int port, String serverName) throws IOException {
        SSLEngine engine = context.createSSLEngine("127.0.0.1", port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.allocate(0), hello);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello.array(), 0, hello.position());
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // That is an end, too.
        }
    }

    /** The common name of the server's certificate, after a request that was answered. */
    String request(int port, String serverName) throws IOException {
        try (SSLSocket socket = connect(port, serverName)) {
            get(socket);
            return commonName(socket);
        }
    }

    /** Sends a request on a connection and returns the body of its answer. */
    static String get(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("]")) {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                throw new IOException("closed after " + answer);
            }
            answer.append((char) octet);
        }
        return answer.substring(answer.indexOf("["));
    }

    static String commonName(SSLSocket socket) throws IOException {
        X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return leaf.getSubjectX500Principal().getName().replace("CN=", "");
    }

    private static SSLContext context(KeyManager keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : new KeyManager[] {keys}, new TrustManager[] {new TrustAll()}, null);
        return context;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class Stubborn extends javax.net.ssl.X509ExtendedKeyManager {
        private final javax.net.ssl.X509KeyManager keys;

        Stubborn(javax.net.ssl.X509KeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(keyTypes, null, socket);
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return keys.chooseClientAlias(keyTypes, null, null);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return keys.getClientAliases(keyType, null);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
