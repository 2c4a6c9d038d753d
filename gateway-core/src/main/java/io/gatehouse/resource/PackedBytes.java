package io.gatehouse.resource;

import java.util.Arrays;

/** Bytes being written: small numbers take one, others as many as they need. */
final class PackedBytes {
    private byte[] bytes = new byte[32];
    private int size;

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Not negative, seven bits a byte, the lowest first. */
    void number(int value) {
        int left = value;
        while (left > 0x7F || left < 0) {
            put((byte) (left | 0x80));
            left >>>= 7;
        }
        put((byte) left);
    }

    /** Of either sign, near zero. */
    void signed(int value) {
        number(value << 1 ^ value >> 31);
    }

    /** Always four bytes. */
    void fixed(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            put((byte) (value >> shift));
        }
    }

    /** A number that {@link #fixed} wrote. */
    static int fixedAt(byte[] bytes, int at) {
        return bytes[at] & 0xFF
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
    }

    void append(PackedBytes other) {
        grow(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
    }

    private void put(byte value) {
        grow(1);
        bytes[size] = value;
        size++;
    }

    private void grow(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
