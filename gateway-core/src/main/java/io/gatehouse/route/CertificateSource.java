package io.gatehouse.route;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where PEM material comes from. A record of it never prints the key. */
public sealed interface CertificateSource {
    /** A name for logs and errors: the path or the Secret. */
    String describe();

    /**
     * Files on disk, re-read when they change.
     *
     * @param certificate PEM file of the chain (or of the CA certificates, or of the CRL)
     * @param privateKey PEM file of the key; null for CA and CRL sources
     */
    record Files(String certificate, @Nullable String privateKey) implements CertificateSource {
        @Override
        public String describe() {
            return privateKey == null ? certificate : certificate + " and " + privateKey;
        }
    }

    /**
     * PEM bytes that came with a Secret, or CA certificates with a ConfigMap.
     *
     * @param name {@code namespace/name} of the Secret or ConfigMap
     * @param certificate PEM of the chain (or of the CA certificates, or of the CRL)
     * @param privateKey PEM of the key; null for CA and CRL sources
     */
    record Inline(String name, byte[] certificate, byte @Nullable [] privateKey) implements CertificateSource {
        @Override
        public String describe() {
            return (privateKey == null ? "Secret or ConfigMap " : "Secret ") + name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Inline that
                    && name.equals(that.name)
                    && Arrays.equals(certificate, that.certificate)
                    && Arrays.equals(privateKey, that.privateKey);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(certificate);
        }

        @Override
        public String toString() {
            return "Inline[" + name + ", redacted]";
        }
    }

    /**
     * A source that was named but is not there: the server's hosts stay unserved until it appears.
     *
     * @param name what was looked for
     * @param problem why it can't be used, one sentence
     */
    record Missing(String name, String problem) implements CertificateSource {
        @Override
        public String describe() {
            return name + " (" + problem + ")";
        }
    }
}
