package io.gatehouse.jetty.webhook;

import io.gatehouse.pem.Slot;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.CertificateSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTPS server that an API server asks before it stores Istio's kinds. Certificate and key are read again when their
 * files change, without a closed connection; a bad pair leaves the last good one. It asks nobody who they are: what it
 * answers depends on the question alone.
 */
public final class WebhookServer implements AutoCloseable {
    /** An API server takes objects of 3 MiB; a review holds the new one and the old one. */
    static final int MAX_BODY = 8 << 20;

    private static final int THREADS = 16;
    private static final int MAX_CONNECTIONS = 256;
    private static final long IDLE_MILLIS = 60_000;
    private static final String ALIAS = "webhook";

    private final Slot<TlsIdentity> identity =
            new Slot<>((chain, key) -> TlsIdentity.read(chain, Objects.requireNonNull(key)));
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private final Duration refresh;
    private final Server server;
    private final ServerConnector connector;

    private WebhookServer(InetSocketAddress address, Duration refresh) {
        this.refresh = refresh;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("gatehouse-webhook");
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.addCustomizer(new SecureRequestCustomizer(false));
        connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new ConnectionLimit(MAX_CONNECTIONS, connector));
        SizeLimitHandler limited = new SizeLimitHandler(MAX_BODY, -1);
        limited.setHandler(new WebhookHandler());
        server.setHandler(limited);
    }

    /**
     * Starts one.
     *
     * @param address port 0 for any free port
     * @param certificate PEM file of the chain
     * @param key PEM file of its private key
     * @param refresh how often the files are looked at
     * @throws Exception when the port can't be had or the certificate can't be used
     */
    public static WebhookServer start(InetSocketAddress address, Path certificate, Path key, Duration refresh)
            throws Exception {
        WebhookServer webhook = new WebhookServer(address, refresh);
        webhook.identity.use(new CertificateSource.Files(certificate.toString(), key.toString()));
        if (webhook.identity.value() == null) {
            throw new IOException(webhook.identity.problem());
        }
        webhook.tls.setKeyStore(keyStore(webhook.identity));
        webhook.tls.setKeyStorePassword("");
        try {
            webhook.server.start();
        } catch (Exception e) {
            webhook.close();
            throw e;
        }
        webhook.scheduleRefresh();
        return webhook;
    }

    private static KeyStore keyStore(Slot<TlsIdentity> identity) throws GeneralSecurityException, IOException {
        TlsIdentity now = Objects.requireNonNull(identity.value());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, now.key(), new char[0], now.chain().toArray(X509Certificate[]::new));
        return store;
    }

    private void scheduleRefresh() {
        server.getScheduler().schedule(this::refresh, refresh.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            if (identity.refresh()) {
                KeyStore store = keyStore(identity);
                tls.reload(factory -> factory.setKeyStore(store));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (server.isRunning()) {
                scheduleRefresh();
            }
        }
    }

    /** The open port. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
