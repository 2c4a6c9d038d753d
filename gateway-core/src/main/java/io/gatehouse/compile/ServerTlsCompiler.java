package io.gatehouse.compile;

import io.gatehouse.resource.ServerTls;
import io.gatehouse.route.CertificateSource;
import io.gatehouse.route.TlsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compiles {@code servers[].tls} of a server that terminates TLS. */
final class ServerTlsCompiler {
    private final Credentials credentials;

    ServerTlsCompiler(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * The settings of one server.
     *
     * @param home namespace of its Gateway
     */
    TlsSpec compile(ServerTls tls, String home) {
        List<CertificateSource> certificates = certificates(tls, home);
        TlsSpec.Mode mode = mode(tls);
        CertificateSource ca = mode == TlsSpec.Mode.SIMPLE ? null : clientCa(tls, home);
        return new TlsSpec(
                mode,
                certificates,
                ca,
                mode == TlsSpec.Mode.SIMPLE ? null : crl(tls, home),
                tls.subjectAltNames(),
                tls.verifyCertificateSpki(),
                tls.verifyCertificateHash().stream()
                        .map(hash -> hash.replace(":", "").toLowerCase(Locale.ROOT))
                        .toList(),
                version(tls.minProtocolVersion(), "TLSv1.2"),
                version(tls.maxProtocolVersion(), "TLSv1.3"),
                tls.cipherSuites(),
                Boolean.TRUE.equals(tls.insecureSkipVerify()));
    }

    private static TlsSpec.Mode mode(ServerTls tls) {
        return switch (tls.effectiveMode()) {
            case MUTUAL -> TlsSpec.Mode.MUTUAL;
            case OPTIONAL_MUTUAL -> TlsSpec.Mode.OPTIONAL_MUTUAL;
            default -> TlsSpec.Mode.SIMPLE;
        };
    }

    private List<CertificateSource> certificates(ServerTls tls, String home) {
        List<CertificateSource> sources = new ArrayList<>(1);
        String single = set(tls.credentialName());
        if (single != null) {
            sources.add(credentials.named(single, home));
        }
        tls.credentialNames().forEach(name -> sources.add(credentials.named(name, home)));
        tls.tlsCertificates()
                .forEach(pair -> sources.add(credentials.files(pair.serverCertificate(), pair.privateKey())));
        if (sources.isEmpty()) {
            sources.add(credentials.files(tls.serverCertificate(), tls.privateKey()));
        }
        return sources;
    }

    private CertificateSource clientCa(ServerTls tls, String home) {
        String named = set(tls.caCertCredentialName());
        if (named != null) {
            return credentials.ca(named, home);
        }
        String path = set(tls.caCertificates());
        if (path != null) {
            return credentials.file(path);
        }
        String credential = credential(tls);
        return credential == null
                ? new CertificateSource.Missing("caCertificates", "the mode asks for client certificates")
                : credentials.caOf(credential, home);
    }

    private @Nullable CertificateSource crl(ServerTls tls, String home) {
        String path = set(tls.caCrl());
        if (path != null) {
            return credentials.file(path);
        }
        String named = set(tls.caCertCredentialName());
        String credential = named == null ? credential(tls) : named;
        return credential == null ? null : credentials.crlOf(credential, home);
    }

    private static @Nullable String credential(ServerTls tls) {
        String single = set(tls.credentialName());
        return single == null && !tls.credentialNames().isEmpty()
                ? tls.credentialNames().get(0)
                : single;
    }

    private static String version(ServerTls.@Nullable ProtocolVersion version, String standard) {
        if (version == null) {
            return standard;
        }
        return switch (version) {
            case TLS_AUTO -> standard;
            case TLSV1_0 -> "TLSv1";
            case TLSV1_1 -> "TLSv1.1";
            case TLSV1_2 -> "TLSv1.2";
            case TLSV1_3 -> "TLSv1.3";
        };
    }

    /** An empty string says as little as none. */
    private static @Nullable String set(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
