package io.gatehouse.route;

/** A header's value that the gateway can't fill in; the message is one sentence for the user. */
public final class TemplateSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TemplateSyntaxException(String message) {
        super(message);
    }
}
