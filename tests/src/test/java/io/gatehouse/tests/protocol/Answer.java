package io.gatehouse.tests.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * All that a client got on a connection of its own, byte for byte.
 *
 * @param text head and body, as they came
 * @param reset whether the connection was reset in the end
 */
record Answer(String text, boolean reset) {
    /** Sends a request and reads until the connection ends. */
    static Answer to(HttpGateway gateway, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException closed) {
                // Who answers early may close before all is sent; the answer is there all the same.
            }
            return read(socket);
        }
    }

    static Answer toGet(HttpGateway gateway) throws IOException {
        return to(gateway, "GET / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n");
    }

    /** Reads until the connection ends. */
    static Answer read(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean reset = false;
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                all.write(buffer, 0, length);
            }
        } catch (IOException broken) {
            reset = true;
        }
        return new Answer(all.toString(StandardCharsets.ISO_8859_1), reset);
    }

    int status() {
        return text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    /** Without the interim answers that came before. */
    Answer last() {
        return new Answer(text.substring(Math.max(0, text.lastIndexOf("HTTP/1.1 "))), reset);
    }

    String head() {
        return text.substring(0, text.indexOf("\r\n\r\n") + 2);
    }

    String body() {
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    /** Whether a client that knows HTTP takes it for complete. */
    boolean isWhole() {
        String head = head().toLowerCase(Locale.ROOT);
        if (head.contains("transfer-encoding: chunked")) {
            return body().endsWith("0\r\n\r\n");
        }
        int length = head.indexOf("content-length: ");
        if (length < 0) {
            return !reset;
        }
        String number = head.substring(length + 16, head.indexOf("\r\n", length));
        return body().length() == Integer.parseInt(number);
    }
}
