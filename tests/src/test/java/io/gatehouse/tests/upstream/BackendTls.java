package io.gatehouse.tests.upstream;

import io.gatehouse.pem.Certificates;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.tests.conformance.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS of an upstream named backend.example.com, which believes clients of {@code client-ca}. */
public final class BackendTls {
    private static final char[] NO_PASSWORD = {};

    private BackendTls() {}

    /** For its server sockets. */
    public static SSLContext context() throws Exception {
        Path certs = Main.resource("certs");
        TlsIdentity identity = TlsIdentity.read(
                Files.readAllBytes(certs.resolve("backend.crt")), Files.readAllBytes(certs.resolve("backend.key")));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
        key.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key.getKeyManagers(), trust("client-ca.pem").getTrustManagers(), null);
        return context;
    }

    /** For a client that believes the authority in a file. */
    public static SSLContext believing(String authority) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(authority).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory trust(String authority) throws Exception {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        int count = 0;
        for (X509Certificate ca :
                Certificates.read(Files.readAllBytes(Main.resource("certs").resolve(authority)))) {
            authorities.setCertificateEntry("ca" + count++, ca);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(authorities);
        return trust;
    }
}
