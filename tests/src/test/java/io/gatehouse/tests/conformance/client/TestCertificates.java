package io.gatehouse.tests.conformance.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The folder of test certificates ({@code NAME.crt}, {@code NAME.key}), and what is made of them. */
public final class TestCertificates {
    private static final char[] PASSWORD = new char[0];
    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    public Path folder() {
        return folder;
    }

    public X509Certificate certificate(String name) {
        return read(name + ".crt");
    }

    private X509Certificate read(String file) {
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public ServerSocketFactory serverSockets(String name) {
        return context(name).getServerSocketFactory();
    }

    /**
     * Writes a store as a container wants it, with the password "password".
     *
     * @param names certificates with their keys
     * @param authority the issuer of the clients' certificates
     */
    public void keyStore(Path file, List<String> names, String authority) {
        char[] password = "password".toCharArray();
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            for (String name : names) {
                store.setKeyEntry(name, key(name), password, new Certificate[] {certificate(name)});
            }
            store.setCertificateEntry(authority, read(authority + ".pem"));
            store.store(out, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A context that shows this certificate (none when null) and believes every peer: tests look at it themselves. */
    public SSLContext context(String name) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = name == null ? new KeyManager[0] : keys(name);
            context.init(keys, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyManager[] keys(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry(name, key(name), PASSWORD, new Certificate[] {certificate(name)});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        KeyManager[] managers = factory.getKeyManagers();
        managers[0] = new AnyIssuer((javax.net.ssl.X509ExtendedKeyManager) managers[0], name);
        return managers;
    }

    private PrivateKey key(String name) throws IOException, GeneralSecurityException {
        String pem = Files.readString(folder.resolve(name + ".key"), StandardCharsets.US_ASCII);
        String base64 = pem.replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
        byte[] der = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
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
}
