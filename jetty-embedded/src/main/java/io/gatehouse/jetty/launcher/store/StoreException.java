package io.gatehouse.jetty.launcher.store;

/** A change that can't be made; the message is for the user. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }
}
