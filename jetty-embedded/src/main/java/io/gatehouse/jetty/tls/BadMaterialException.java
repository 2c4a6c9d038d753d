package io.gatehouse.jetty.tls;

/** A certificate, key or list that can't be used; the message says why, in one sentence without any key material. */
final class BadMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    BadMaterialException(String problem) {
        super(problem);
    }
}
