package io.gatehouse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.telemetry.ResponseReason;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExchangeServletFilterTest {
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    private ExchangeFilter atOnce(String name) {
        return (exchange, next) -> {
            ran.add(name);
            next.proceed(exchange);
        };
    }

    private ExchangeFilter later(String name) {
        return (exchange, next) -> {
            ran.add(name);
            CompletableFuture.runAsync(() -> next.proceed(exchange));
        };
    }

    @Test
    void filtersRunInOrder() throws Exception {
        try (var container = new ServletContainer(
                List.of(atOnce("one"), atOnce("two")), exchange -> Answers.text(exchange, "done"))) {
            assertTrue(container.get("/").endsWith("done"));
            assertEquals(List.of("one", "two"), List.copyOf(ran));
        }
    }

    @Test
    void filterThatGoesOnLaterRunsNoFilterTwice() throws Exception {
        List<ExchangeFilter> filters = List.of(atOnce("one"), later("two"), later("three"), atOnce("four"));
        try (var container = new ServletContainer(filters, Answers.echo())) {
            String answer = container.exchange(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
            assertTrue(answer.contains("\r\nbody\r\n"), answer);
            assertEquals(List.of("one", "two", "three", "four"), List.copyOf(ran));
        }
    }

    @Test
    void filterThatAnswersEndsTheChain() throws Exception {
        ExchangeFilter refusing =
                (exchange, next) -> exchange.reply(404, ResponseReason.ROUTE_NOT_FOUND, HttpFields.EMPTY, new byte[0]);
        try (var container = new ServletContainer(
                List.of(refusing, atOnce("behind")), exchange -> Answers.text(exchange, "never"))) {
            assertTrue(container.get("/").startsWith("HTTP/1.1 404 "));
            assertEquals(List.of(), List.copyOf(ran));
        }
    }

    @Test
    void filterThatAnswersLaterEndsTheChain() throws Exception {
        ExchangeFilter refusing = (exchange, next) -> CompletableFuture.runAsync(
                () -> exchange.reply(404, ResponseReason.ROUTE_NOT_FOUND, HttpFields.EMPTY, new byte[0]));
        try (var container = new ServletContainer(List.of(refusing), exchange -> Answers.text(exchange, "never"))) {
            assertTrue(container.get("/").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void requestThatBreaksHttpReachesNoFilter() throws Exception {
        try (var container =
                new ServletContainer(List.of(atOnce("one")), exchange -> Answers.text(exchange, "never"))) {
            String answer = container.exchange("get / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertEquals(List.of(), List.copyOf(ran));
        }
    }
}
