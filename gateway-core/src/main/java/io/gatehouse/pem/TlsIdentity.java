package io.gatehouse.pem;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate chain with the private key of its first certificate.
 *
 * @param chain leaf first
 * @param key of the leaf
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    /** Reads both from PEM, and proves that they belong together. */
    public static TlsIdentity read(byte[] certificate, byte[] privateKey) throws BadMaterialException {
        List<X509Certificate> chain = Certificates.read(certificate);
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey key = PrivateKeys.read(privateKey, publicKey);
        if (!belongTogether(key, publicKey)) {
            throw new BadMaterialException("its private key is not the one of its certificate "
                    + chain.get(0).getSubjectX500Principal());
        }
        return new TlsIdentity(chain, key);
    }

    /** The certificate of the key. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        try {
            Signature signature = Signature.getInstance(
                    switch (publicKey.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> publicKey.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + leaf().getSubjectX500Principal() + ", key redacted]";
    }
}
