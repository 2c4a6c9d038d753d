package io.gatehouse.tests.conformance.backend;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import io.gatehouse.tests.conformance.wire.HttpReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ServerSocketFactory;

/** An HTTP/1.1 backend that answers with what it received. */
public final class EchoBackend extends Backend {
    private final UpstreamLog log;
    private final EchoAnswers answers = new EchoAnswers();

    public EchoBackend(String name, ServerSocketFactory sockets, UpstreamLog log) throws IOException {
        super(name, sockets);
        this.log = log;
    }

    @Override
    protected void serve(Socket socket) throws IOException {
        HttpReader in = new HttpReader(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        String line;
        while ((line = in.line()) != null) {
            String[] words = line.split(" ");
            if (words.length != 3 || line.charAt(0) < ' ') {
                log.add(UpstreamRequest.connection(name(), true));
                return;
            }
            UpstreamRequest request = read(words, in, out);
            if (request.broken() || !answer(request, in, out)) {
                return;
            }
        }
    }

    /** Starts the counts of {@code /retry} anew, as for the next case. */
    public void reset() {
        answers.forgetAttempts();
    }

    private UpstreamRequest read(String[] words, HttpReader in, OutputStream out) throws IOException {
        List<Header> headers = in.headers();
        UpstreamRequest head =
                new UpstreamRequest(name(), words[0], words[1], words[2], headers, null, List.of(), false);
        UpstreamLog.Entry entry = log.begin(head);
        if (Header.first(headers, "expect").orElse("").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        try {
            HttpReader.Content content = in.content(headers, false);
            UpstreamRequest whole = new UpstreamRequest(
                    name(), words[0], words[1], words[2], headers, content.body(), content.trailers(), false);
            entry.complete(whole);
            return whole;
        } catch (IOException broken) {
            UpstreamRequest part =
                    new UpstreamRequest(name(), words[0], words[1], words[2], headers, null, List.of(), true);
            entry.complete(part);
            return part;
        }
    }

    /** False when the connection ends here. */
    private boolean answer(UpstreamRequest request, HttpReader in, OutputStream out) throws IOException {
        if (request.path().startsWith("/close")) {
            return false;
        }
        if (Header.first(request.headers(), "upgrade").orElse("").equalsIgnoreCase("websocket")) {
            echoFrames(in, out);
            return false;
        }
        out.write(answers.to(request));
        out.flush();
        return !Header.first(request.headers(), "connection").orElse("").equalsIgnoreCase("close");
    }

    private void echoFrames(HttpReader in, OutputStream out) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nx-backend: "
                + name() + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String data;
        while ((data = in.some()) != null) {
            out.write(("echo:" + data).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }
}
