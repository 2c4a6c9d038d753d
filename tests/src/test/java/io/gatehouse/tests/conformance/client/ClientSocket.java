package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.ClientRequest;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A connection to the gateway, after its TLS handshake when it has one. */
final class ClientSocket implements Closeable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final Socket socket;
    private final ClientResponse.Handshake handshake;

    private ClientSocket(Socket socket, ClientResponse.Handshake handshake) {
        this.socket = socket;
        this.handshake = handshake;
    }

    static ClientSocket connect(int port, ClientRequest request, TestCertificates certificates) throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            if (request.tls() == null) {
                return new ClientSocket(plain, null);
            }
            SSLSocket tls = secure(plain, request, certificates);
            return new ClientSocket(tls, describe(tls));
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static SSLSocket secure(Socket plain, ClientRequest request, TestCertificates certificates)
            throws IOException {
        ClientRequest.Tls offer = request.tls();
        if (LegacyHello.needed(offer)) {
            LegacyHello.expectRefusal(plain, offer);
        }
        SSLSocket tls = (SSLSocket) certificates
                .context(offer.certificate())
                .getSocketFactory()
                .createSocket(plain, "127.0.0.1", plain.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(versions(offer));
        parameters.setServerNames(names(offer.sni()));
        parameters.setApplicationProtocols(alpn(request));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static String[] versions(ClientRequest.Tls offer) {
        int min = offer.min() == null ? 2 : VERSIONS.indexOf(offer.min());
        int max = offer.max() == null ? VERSIONS.size() - 1 : VERSIONS.indexOf(offer.max());
        return VERSIONS.subList(Math.min(min, max), max + 1).toArray(String[]::new);
    }

    private static List<SNIServerName> names(String sni) {
        return sni == null ? List.of() : List.of(new SNIHostName(sni));
    }

    private static String[] alpn(ClientRequest request) {
        List<String> offered = request.tls().alpn();
        return offered.isEmpty() && request.http2() ? new String[] {"h2"} : offered.toArray(String[]::new);
    }

    private static ClientResponse.Handshake describe(SSLSocket socket) throws IOException {
        SSLSession session = socket.getSession();
        String alpn = socket.getApplicationProtocol();
        X509Certificate peer = (X509Certificate) session.getPeerCertificates()[0];
        String commonName = Arrays.stream(
                        peer.getSubjectX500Principal().getName().split(","))
                .filter(part -> part.startsWith("CN="))
                .map(part -> part.substring(3))
                .findFirst()
                .orElse(null);
        return new ClientResponse.Handshake(
                session.getProtocol(), alpn == null || alpn.isEmpty() ? null : alpn, commonName);
    }

    Socket socket() {
        return socket;
    }

    ClientResponse.Handshake handshake() {
        return handshake;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
