package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;

/** What an exception of the client side says about the gateway. */
final class Failures {
    private static final String ALERT = "Received fatal alert: ";

    private Failures() {}

    static Failure of(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof ConnectException) {
            return Failure.REFUSED;
        }
        if (e instanceof SocketTimeoutException) {
            return Failure.TIMEOUT;
        }
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            return Failure.alert(message.substring(alert + ALERT.length()).trim());
        }
        return message.contains("reset") ? Failure.RESET : Failure.CLOSED;
    }
}
