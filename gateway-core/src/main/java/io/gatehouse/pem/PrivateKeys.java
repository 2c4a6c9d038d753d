package io.gatehouse.pem;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/** Reads the private key of a certificate from PEM: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), never encrypted. */
final class PrivateKeys {
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** AlgorithmIdentifier of rsaEncryption with NULL parameters (RFC 8017 appendix A.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** The object identifier id-ecPublicKey (RFC 5480 §2.1.1). */
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    /** The explicit tag of an ECPrivateKey's curve (RFC 5915 §3). */
    private static final int EC_PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /** The first private key of a PEM text, as a key of the kind that {@code publicKey} is. */
    static PrivateKey read(byte[] pem, PublicKey publicKey) throws BadMaterialException {
        byte[] pkcs8 = firstKey(Pem.read(pem));
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException unfit) {
            throw new BadMaterialException(
                    "its private key can't be read as the " + publicKey.getAlgorithm() + " key of its certificate");
        }
    }

    private static byte[] firstKey(List<Pem> blocks) throws BadMaterialException {
        for (Pem block : blocks) {
            if (!block.label().endsWith("PRIVATE KEY")) {
                continue;
            }
            if (block.encrypted() || block.label().startsWith("ENCRYPTED")) {
                throw new BadMaterialException("its private key is encrypted; only unencrypted keys can be used");
            }
            return pkcs8(block);
        }
        throw new BadMaterialException("it holds no PEM block of a private key");
    }

    private static byte[] pkcs8(Pem block) throws BadMaterialException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "RSA PRIVATE KEY" -> wrap(RSA, block.der());
            case "EC PRIVATE KEY" -> wrap(ecAlgorithm(block.der()), block.der());
            default -> throw new BadMaterialException("a key of the kind " + block.label() + " can't be used");
        };
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return Der.element(Der.SEQUENCE, VERSION_0, algorithm, Der.element(Der.OCTET_STRING, key));
    }

    private static byte[] ecAlgorithm(byte[] sec1) throws BadMaterialException {
        byte[] curve = Der.child(sec1, EC_PARAMETERS);
        if (curve == null) {
            throw new BadMaterialException("its EC private key does not name its curve");
        }
        return Der.element(Der.SEQUENCE, EC_OID, curve);
    }
}
