package io.gatehouse.resource;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Gives one object in place of equal ones, where it has seen one lately: what is written by the thousand repeats itself.
 * It keeps a fixed number of them, so what it is given should be small. Any thread may use it.
 *
 * @param <T> immutable, and equal by what it holds
 */
public final class Recent<T> {
    /** Comparing takes its time at first, since the JVM makes the code for it then: a small configuration goes without. */
    private static final int WORTH_COMPARING = 64;

    private final AtomicReferenceArray<T> slots;
    /** Of several threads that count at once some may be lost. */
    private int asked;

    private Recent(int size) {
        this.slots = new AtomicReferenceArray<>(size);
    }

    /** Keeps at most this many objects, a power of two. */
    public static <T> Recent<T> of(int size) {
        return new Recent<>(Integer.highestOneBit(size));
    }

    /** This object, or an equal one. */
    public T share(T value) {
        if (asked < WORTH_COMPARING) {
            asked++;
            return value;
        }
        int hash = value.hashCode() * 0x9E3779B9;
        int slot = (hash ^ hash >>> 16) & slots.length() - 1;
        T known = slots.getPlain(slot);
        if (value.equals(known)) {
            return known;
        }
        slots.setRelease(slot, value);
        return value;
    }
}
