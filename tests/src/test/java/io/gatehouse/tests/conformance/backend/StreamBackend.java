package io.gatehouse.tests.conformance.backend;

import io.gatehouse.tests.conformance.data.UpstreamRequest;
import io.gatehouse.tests.conformance.wire.HttpReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ServerSocketFactory;

/** The backends that speak no HTTP. */
public final class StreamBackend extends Backend {
    /** What it does with a connection. */
    public enum Manner {
        /** Greets with {@code hello from NAME}, then echoes. */
        ECHO,
        /** Reads once, then closes. */
        CLOSE,
        /** Reads once, answers what is no HTTP, then closes. */
        GARBAGE
    }

    private final Manner manner;
    private final UpstreamLog log;

    public StreamBackend(String name, Manner manner, UpstreamLog log) throws IOException {
        super(name, ServerSocketFactory.getDefault());
        this.manner = manner;
        this.log = log;
    }

    @Override
    protected void serve(Socket socket) throws IOException {
        HttpReader in = new HttpReader(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        switch (manner) {
            case ECHO -> echo(in, out);
            case CLOSE -> received(in);
            case GARBAGE -> {
                if (received(in)) {
                    write(out, "this is not http\r\n\r\n");
                }
            }
        }
    }

    private void echo(HttpReader in, OutputStream out) throws IOException {
        log.add(UpstreamRequest.connection(name(), false));
        write(out, "hello from " + name() + "\n");
        String data;
        while ((data = in.some()) != null) {
            write(out, "echo:" + data);
        }
    }

    private boolean received(HttpReader in) throws IOException {
        boolean some = in.some() != null;
        if (some) {
            log.add(UpstreamRequest.connection(name(), false));
        }
        return some;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
