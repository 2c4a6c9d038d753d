package io.gatehouse.servlet;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** Small engines that answer for an upstream. */
final class Answers {
    private Answers() {}

    static ResponseHead head(int status) {
        return new ResponseHead(status, HttpFields.build());
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static void text(ClientExchange exchange, String text) {
        ResponseHead head = head(200);
        ByteBuffer bytes = bytes(text);
        head.fields().put("content-length", Integer.toString(bytes.remaining()));
        exchange.respond(head);
        exchange.write(true, bytes, Callback.NOOP);
    }

    /** Sends the request's body and trailers back. */
    static ExchangeChain echo() {
        return exchange -> {
            ResponseHead head = head(200);
            head.fields().put("x-length", Long.toString(exchange.bodyLength()));
            exchange.respond(head);
            new Echo(exchange).run();
        };
    }

    private record Echo(ClientExchange exchange) implements Runnable {
        @Override
        public void run() {
            Content.Chunk chunk = exchange.body().read();
            if (chunk == null) {
                exchange.body().demand(this);
            } else if (Content.Chunk.isFailure(chunk)) {
                exchange.abort(chunk.getFailure());
            } else {
                if (chunk instanceof Trailers trailers) {
                    exchange.trailers(trailers.getTrailers());
                }
                Callback next = chunk.isLast() ? Callback.NOOP : Callback.from(this, exchange::abort);
                exchange.write(chunk.isLast(), chunk.getByteBuffer(), next);
            }
        }
    }
}
