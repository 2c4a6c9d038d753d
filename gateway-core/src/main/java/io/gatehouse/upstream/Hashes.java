package io.gatehouse.upstream;

import java.nio.charset.StandardCharsets;

/** A fast hash of 64 bits whose bits all depend on all of the text: FNV-1a, then mixed. */
final class Hashes {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hashes() {}

    static long of(String text) {
        long hash = OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * PRIME;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64. */
    static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
