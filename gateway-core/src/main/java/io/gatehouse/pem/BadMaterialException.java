package io.gatehouse.pem;

/** A certificate, key or list that can't be used; the message says why, in one sentence without any key material. */
public final class BadMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why, without key material. */
    public BadMaterialException(String problem) {
        super(problem);
    }
}
