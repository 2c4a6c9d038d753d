package io.gatehouse.upstream;

import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Starts TLS on a connection, with the server name of its {@link Lane}. */
final class UpstreamSslContext extends SslContextFactory.Client implements SslClientConnectionFactory.SslEngineFactory {
    private UpstreamSslContext(SSLContext context) {
        setSslContext(context);
        // The trust manager compares names: they need not be the host's.
        setEndpointIdentificationAlgorithm(null);
    }

    static UpstreamSslContext start(SSLContext context) throws Exception {
        UpstreamSslContext factory = new UpstreamSslContext(context);
        factory.start();
        return factory;
    }

    @Override
    public SSLEngine newSslEngine(String host, int port, Map<String, Object> context) {
        return engine(context.get(Transport.CONTEXT_KEY) instanceof Lane lane ? lane.serverName() : null, port);
    }

    /** The client's side of a connection that is no request's. */
    SSLEngine newEngine(@Nullable String name) {
        SSLEngine engine = engine(name, -1);
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLEngine engine(@Nullable String name, int port) {
        if (name == null) {
            return newSSLEngine();
        }
        SSLEngine engine = newSSLEngine(name, port);
        SNIHostName sni = sni(name);
        if (sni != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(sni));
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    /** Addresses are no server names (RFC 6066 §3). */
    private static @Nullable SNIHostName sni(String name) {
        boolean address = name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return address ? null : new SNIHostName(name);
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }
}
