package io.gatehouse.pem;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates and revocation lists from PEM. */
public final class Certificates {
    private Certificates() {}

    /** All certificates, in order; at least one. */
    public static List<X509Certificate> read(byte[] pem) throws BadMaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.read(pem)) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new BadMaterialException("it holds no PEM block of a certificate");
        }
        return List.copyOf(certificates);
    }

    /** All revocation lists; at least one. */
    public static List<X509CRL> readRevocations(byte[] pem) throws BadMaterialException {
        List<X509CRL> lists = new ArrayList<>();
        for (Pem block : Pem.read(pem)) {
            if (block.label().equals("X509 CRL")) {
                lists.add(revocations(block.der()));
            }
        }
        if (lists.isEmpty()) {
            throw new BadMaterialException("it holds no PEM block of a certificate revocation list");
        }
        return List.copyOf(lists);
    }

    private static X509Certificate certificate(byte[] der) throws BadMaterialException {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException broken) {
            throw new BadMaterialException("a certificate in it can't be read: " + broken.getMessage());
        }
    }

    private static X509CRL revocations(byte[] der) throws BadMaterialException {
        try {
            return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
        } catch (CertificateException | CRLException broken) {
            throw new BadMaterialException("a revocation list in it can't be read: " + broken.getMessage());
        }
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
