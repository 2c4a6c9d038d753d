package io.gatehouse.tests.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty's WebSocket server, which repeats at {@code /ws} what it hears. */
public final class WebSocketUpstream implements AutoCloseable {
    private final Server server = new Server();
    private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    private final int port;

    /** Repeats what it hears; some words make it do something. */
    public final class Echo implements Session.Listener.AutoDemanding {
        private Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String message) {
            switch (message) {
                case "leave" -> session.close(4001, "leaving", Callback.NOOP);
                case "vanish" -> session.disconnect();
                case "ping me" -> session.sendPing(ByteBuffer.wrap(new byte[] {1}), Callback.NOOP);
                default -> session.sendText("echo:" + message, Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            ByteBuffer copy =
                    ByteBuffer.allocate(payload.remaining()).put(payload).flip();
            callback.succeed();
            session.sendBinary(copy, Callback.NOOP);
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            closes.add("pong");
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            closes.add(code + " " + reason);
            callback.succeed();
        }
    }

    /**
     * Starts it.
     *
     * @param large the size of the largest messages
     */
    WebSocketUpstream(int large) throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(2L * large);
            container.setMaxBinaryMessageSize(2L * large);
            container.addMapping("/ws", (request, response, callback) -> {
                if (request.getSubProtocols().contains("chat")) {
                    response.setAcceptedSubProtocol("chat");
                }
                return new Echo();
            });
        }));
        server.start();
        port = connector.getLocalPort();
    }

    int port() {
        return port;
    }

    /** The next close or pong that it heard. */
    String heard() throws InterruptedException {
        return closes.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
