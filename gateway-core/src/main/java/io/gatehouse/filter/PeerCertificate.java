package io.gatehouse.filter;

import io.gatehouse.route.TemplateVariable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the {@code %DOWNSTREAM_PEER_…%} variables say of the client's certificate. */
final class PeerCertificate {
    /** The general-name type of a URI (RFC 5280 §4.2.1.6). */
    private static final int URI = 6;

    private PeerCertificate() {}

    /** The value of a variable; null without a certificate, or when it lacks the part. */
    static @Nullable String value(TemplateVariable.Name name, X509Certificate[] chain) {
        if (chain.length == 0) {
            return null;
        }
        X509Certificate leaf = chain[0];
        return switch (name) {
            case DOWNSTREAM_PEER_SUBJECT -> leaf.getSubjectX500Principal().getName();
            case DOWNSTREAM_PEER_ISSUER -> leaf.getIssuerX500Principal().getName();
            case DOWNSTREAM_PEER_SERIAL -> leaf.getSerialNumber().toString(16);
            case DOWNSTREAM_PEER_FINGERPRINT_256 -> fingerprint(leaf);
            case DOWNSTREAM_PEER_URI_SAN -> uris(leaf);
            default -> null;
        };
    }

    private static @Nullable String fingerprint(X509Certificate leaf) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (CertificateEncodingException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static @Nullable String uris(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? null
                    : names.stream()
                            .filter(name -> Integer.valueOf(URI).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.joining(","));
        } catch (CertificateParsingException e) {
            return null;
        }
    }
}
