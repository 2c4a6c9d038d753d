package io.gatehouse.jetty.launcher;

/** A command can't do its work; the message is for the user. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message);
    }
}
