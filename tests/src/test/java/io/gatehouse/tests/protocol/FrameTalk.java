package io.gatehouse.tests.protocol;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.wire.Frame;
import io.gatehouse.tests.conformance.wire.Http2Connection;
import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an h2c upstream does with its connections, frame by frame. */
final class FrameTalk {
    private FrameTalk() {}

    /** What it does with a request whose head has come; by one thread a connection. */
    interface Answering {
        void to(Call call) throws Exception;
    }

    /** A request's head. */
    record Call(Socket socket, Http2Connection frames, int stream) {
        void head(boolean end, String... more) throws IOException {
            Header[] fields = new Header[1 + more.length / 2];
            fields[0] = new Header(":status", "200");
            for (int i = 0; i < more.length; i += 2) {
                fields[1 + i / 2] = new Header(more[i], more[i + 1]);
            }
            frames.headers(stream, List.of(fields), end);
        }

        void data(String bytes, boolean end) throws IOException {
            frames.data(stream, bytes.getBytes(StandardCharsets.US_ASCII), end);
        }

        void ok() throws IOException {
            head(false);
            data("ok", true);
        }

        void reset(int code) throws IOException {
            frames.write(new Frame(Frame.RST_STREAM, 0, stream, number(code)));
        }

        void goAway(int last) throws IOException {
            byte[] payload = new byte[8];
            System.arraycopy(number(last), 0, payload, 0, 4);
            frames.write(new Frame(Frame.GOAWAY, 0, 0, payload));
        }

        /** Ends the connection, by a reset when wanted. */
        void hangUp(boolean reset) throws IOException {
            socket.setSoLinger(reset, 0);
            socket.close();
        }
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /** Opens as it should, and then does this with each request. */
    static Upstream.Talk with(Answering answering) {
        return socket -> {
            Http2Connection frames = new Http2Connection(socket);
            frames.readPreface();
            frames.startServer();
            for (Frame frame = frames.read(); frame != null; frame = frames.read()) {
                if (frame.type() == Frame.HEADERS) {
                    answering.to(new Call(socket, frames, frame.stream()));
                }
            }
        };
    }

    /** Sends these frames in answer to a request; {@code stream} 1 is the request's. */
    static Answering frames(Frame... all) {
        return call -> {
            for (Frame frame : all) {
                call.frames().write(frame);
            }
        };
    }
}
