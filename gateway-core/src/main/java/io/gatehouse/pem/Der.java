package io.gatehouse.pem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The little of DER (X.690) that it takes to wrap older private-key formats. */
final class Der {
    static final int SEQUENCE = 0x30;
    static final int OCTET_STRING = 0x04;
    private static final int LONG_FORM = 0x80;

    private Der() {}

    /** One element: tag, length, and the parts as its content. */
    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(LONG_FORM | octets);
        for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
            out.write(length >> shift);
        }
    }

    /** The content of the first child with a tag, of an element that is one sequence; null when there is none. */
    static byte @Nullable [] child(byte[] sequence, int tag) throws BadMaterialException {
        try {
            int[] position = {1};
            int end = length(sequence, position);
            end += position[0];
            while (position[0] < end) {
                int childTag = sequence[position[0]++] & 0xff;
                int length = length(sequence, position);
                if (childTag == tag) {
                    return Arrays.copyOfRange(sequence, position[0], position[0] + length);
                }
                position[0] += length;
            }
            return null;
        } catch (ArrayIndexOutOfBoundsException truncated) {
            throw new BadMaterialException("its private key is not valid DER");
        }
    }

    private static int length(byte[] der, int[] position) {
        int first = der[position[0]++] & 0xff;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int octets = first & ~LONG_FORM; octets > 0; octets--) {
            length = length << 8 | der[position[0]++] & 0xff;
        }
        return length;
    }
}
