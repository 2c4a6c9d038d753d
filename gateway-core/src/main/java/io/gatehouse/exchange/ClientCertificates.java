package io.gatehouse.exchange;

import io.gatehouse.route.MeshSpec.ClientCertForwarding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.eclipse.jetty.http.HttpFields;

/** Writes {@code x-forwarded-client-cert} as {@code MeshConfig.forwardClientCertDetails} says. */
final class ClientCertificates {
    private static final String NAME = "x-forwarded-client-cert";
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final int CACHED = 512;

    /** A certificate's element costs a hash and an encoding; connections send many requests with the same one. */
    private static final Map<X509Certificate, String> ELEMENTS =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<X509Certificate, String> eldest) {
                    return size() > CACHED;
                }
            });

    private ClientCertificates() {}

    static void apply(ClientCertForwarding mode, X509Certificate[] chain, HttpFields.Mutable fields) {
        boolean mutual = chain.length > 0;
        switch (mode) {
            case ALWAYS_FORWARD_ONLY -> {}
            case FORWARD_ONLY -> {
                if (!mutual) {
                    fields.remove(NAME);
                }
            }
            case SANITIZE -> fields.remove(NAME);
            case SANITIZE_SET -> {
                fields.remove(NAME);
                if (mutual) {
                    fields.put(NAME, element(chain[0]));
                }
            }
            case APPEND_FORWARD -> append(mutual, chain, fields);
        }
    }

    private static void append(boolean mutual, X509Certificate[] chain, HttpFields.Mutable fields) {
        if (!mutual) {
            fields.remove(NAME);
            return;
        }
        String before = String.join(",", fields.getValuesList(NAME));
        fields.put(NAME, before.isEmpty() ? element(chain[0]) : before + "," + element(chain[0]));
    }

    private static String element(X509Certificate certificate) {
        String known = ELEMENTS.get(certificate);
        if (known == null) {
            known = describe(certificate);
            ELEMENTS.put(certificate, known);
        }
        return known;
    }

    private static String describe(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
            StringBuilder out = new StringBuilder("Hash=").append(HexFormat.of().formatHex(hash));
            out.append(";Cert=\"").append(pem(der)).append('"');
            String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
            out.append(";Subject=\"")
                    .append(subject.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
            appendNames(certificate, SAN_URI, ";URI=", out);
            appendNames(certificate, SAN_DNS, ";DNS=", out);
            return out.toString();
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a verified certificate has no encoding", e);
        }
    }

    private static void appendNames(X509Certificate certificate, int kind, String label, StringBuilder out) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (Integer.valueOf(kind).equals(name.get(0))) {
                        out.append(label).append(name.get(1));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // Names that can't be read are no names to vouch for.
        }
    }

    private static String pem(byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        String text = "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        return text.replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D")
                .replace(" ", "%20")
                .replace("\n", "%0A");
    }
}
