package io.gatehouse.pem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM text (RFC 7468), in order; text between them is skipped.
 *
 * @param label such as {@code CERTIFICATE}
 * @param encrypted whether RFC 1421 headers say that it is encrypted
 * @param der the decoded octets
 */
public record Pem(String label, boolean encrypted, byte[] der) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*\\n(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern HEADERS = Pattern.compile("\\A(?:[A-Za-z0-9-]+:[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*)+\\s*");

    /** Reads all blocks; what can't be decoded is refused, what is no block is not. */
    public static List<Pem> read(byte[] text) throws BadMaterialException {
        Matcher matcher = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1).replace("\r", ""));
        List<Pem> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static Pem block(String label, String content) throws BadMaterialException {
        Matcher headers = HEADERS.matcher(content);
        boolean hasHeaders = headers.lookingAt();
        boolean encrypted = hasHeaders && headers.group().contains("ENCRYPTED");
        String base64 = hasHeaders ? content.substring(headers.end()) : content;
        try {
            return new Pem(label, encrypted, Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            throw new BadMaterialException("its " + label + " block is not valid base64");
        }
    }

    @Override
    public String toString() {
        return "Pem[" + label + ", redacted]";
    }
}
