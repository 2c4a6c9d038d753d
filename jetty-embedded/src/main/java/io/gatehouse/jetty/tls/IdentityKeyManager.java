package io.gatehouse.jetty.tls;

import io.gatehouse.pem.TlsIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Offers one or two server identities; JSSE asks by key type, in the order of what the client and the cipher suites
 * can do, so an ECDSA certificate is chosen where it can be and the RSA one else. SNI has been dealt with before.
 */
final class IdentityKeyManager extends X509ExtendedKeyManager {
    private final List<TlsIdentity> identities;

    IdentityKeyManager(List<TlsIdentity> identities) {
        this.identities = List.copyOf(identities);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String[] aliases = getServerAliases(keyType, issuers);
        return aliases == null ? null : aliases[0];
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String[] aliases = IntStream.range(0, identities.size())
                .filter(index -> identities.get(index).key().getAlgorithm().equals(algorithm(keyType)))
                .mapToObj(String::valueOf)
                .toArray(String[]::new);
        return aliases.length == 0 ? null : aliases;
    }

    /** TLS 1.2's static ECDH asks for {@code EC_EC} and {@code EC_RSA}: an EC key, whoever signed it. */
    private static String algorithm(String keyType) {
        return keyType.startsWith("EC_") ? "EC" : keyType;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
