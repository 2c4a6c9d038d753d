package io.gatehouse.tests.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What a forward proxy does with a connection: it reads what is asked of it, connects, and moves bytes both ways. */
final class ForwardProxy {
    private static final int LONGEST_CHUNK = 30_000;

    private ForwardProxy() {}

    /** A request's head, as it came; what follows it is left in the socket. */
    static String head(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = client.getInputStream().read();
            if (octet < 0) {
                throw new IOException("closed in the head");
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    /** Connects to the target of a request for a tunnel. */
    static Socket target(String head) throws IOException {
        String authority = head.lines()
                .filter(line -> line.startsWith("host: "))
                .findFirst()
                .orElseThrow()
                .substring("host: ".length());
        URI target = URI.create("tcp://" + authority);
        return new Socket(target.getHost(), target.getPort());
    }

    /** A tunnel by CONNECT to where the request says. */
    static void connect(Socket client) throws Exception {
        try (Socket target = target(head(client))) {
            TcpGateway.say(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            join(client, target);
        }
    }

    /** Moves bytes, and each end, both ways. */
    static void join(Socket client, Socket target) throws Exception {
        Thread answers = new Thread(() -> move(target, client));
        answers.setDaemon(true);
        answers.start();
        move(client, target);
        answers.join();
    }

    private static void move(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // The other way notices.
        }
    }

    /** A tunnel by POST: chunks, of any size, both ways. */
    static void post(Socket client) throws Exception {
        try (Socket target = target(head(client))) {
            TcpGateway.say(client, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            Thread answers = new Thread(() -> wrap(target, client));
            answers.setDaemon(true);
            answers.start();
            unwrap(client.getInputStream(), target.getOutputStream());
            target.shutdownOutput();
            answers.join();
        }
    }

    private static void wrap(Socket from, Socket to) {
        Random sizes = new Random(7);
        try {
            OutputStream out = to.getOutputStream();
            for (byte[] bytes = some(from, sizes); bytes.length > 0; bytes = some(from, sizes)) {
                out.write((Integer.toHexString(bytes.length) + ";name=value\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
                TcpGateway.say(to, "\r\n");
            }
            TcpGateway.say(to, "0\r\nx-trailer: a\r\n\r\n");
        } catch (IOException over) {
            // The other way notices.
        }
    }

    private static byte[] some(Socket from, Random sizes) throws IOException {
        byte[] bytes = new byte[1 + sizes.nextInt(LONGEST_CHUNK)];
        int length = Math.max(0, from.getInputStream().read(bytes));
        return Arrays.copyOf(bytes, length);
    }

    /** Reads a chunked body to its end, which must be a last chunk. */
    static void unwrap(InputStream in, OutputStream out) throws IOException {
        for (int size = size(in); size > 0; size = size(in)) {
            out.write(in.readNBytes(size));
            in.readNBytes(2);
        }
        in.readNBytes(2);
    }

    private static int size(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("closed in the body");
            }
            line.append((char) octet);
        }
        return Integer.parseInt(line.toString().trim(), 16);
    }
}
