package io.gatehouse.upstream.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.InlineThreadPool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http1PoolTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final InlineThreadPool threads = new InlineThreadPool(8);
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("pool-test", true);
    private final EventLoops loops = new EventLoops(threads, scheduler, 1);
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile String answer = OK;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private ServerSocket upstream;

    @BeforeEach
    void start() throws Exception {
        threads.start();
        scheduler.start();
        loops.start();
        upstream = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        daemon(this::accept);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
        loops.stop();
        scheduler.stop();
        threads.stop();
    }

    @Test
    void connectionIsUsedAgainAfterAnAnswer() throws Exception {
        Http1Pool pool = pool(16, 16);
        assertEquals("200 ok", get(pool).get(10, TimeUnit.SECONDS));
        assertEquals("200 ok", get(pool).get(10, TimeUnit.SECONDS));
        assertEquals(1, accepted.get());
        assertTrue(pool.isIdle());
    }

    @Test
    void chunkedAnswersAreReadToTheirEnd() throws Exception {
        Http1Pool pool = pool(16, 16);
        answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assertEquals("200 abcde", get(pool).get(10, TimeUnit.SECONDS));
        assertEquals("200 abcde", get(pool).get(10, TimeUnit.SECONDS));
        assertEquals(1, accepted.get());
    }

    @Test
    void connectionThatTheUpstreamWillCloseIsNotUsedAgain() throws Exception {
        Http1Pool pool = pool(16, 16);
        answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
        get(pool).get(10, TimeUnit.SECONDS);
        get(pool).get(10, TimeUnit.SECONDS);
        assertEquals(2, accepted.get());
    }

    @Test
    void connectionWithBytesThatNobodyAskedForIsNotUsedAgain() throws Exception {
        Http1Pool pool = pool(16, 16);
        answer = OK + OK;
        assertEquals("200 ok", get(pool).get(10, TimeUnit.SECONDS));
        assertEquals("200 ok", get(pool).get(10, TimeUnit.SECONDS));
        assertEquals(2, accepted.get());
    }

    @Test
    void requestsWaitForTheOnlyConnectionUpToTheirLimit() throws Exception {
        Http1Pool pool = pool(1, 1);
        gate = new CountDownLatch(1);
        CompletableFuture<String> first = get(pool);
        while (pool.waiting() > 0) {
            Thread.onSpinWait();
        }
        CompletableFuture<String> second = get(pool);
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> get(pool).get(10, TimeUnit.SECONDS));
        assertInstanceOf(RejectedExecutionException.class, refused.getCause());
        gate.countDown();
        assertEquals("200 ok", first.get(10, TimeUnit.SECONDS));
        assertEquals("200 ok", second.get(10, TimeUnit.SECONDS));
        assertEquals(1, accepted.get());
    }

    @Test
    void abortedRequestWaitsNoLonger() throws Exception {
        Http1Pool pool = pool(1, 4);
        gate = new CountDownLatch(1);
        CompletableFuture<String> first = get(pool);
        while (pool.waiting() > 0) {
            Thread.onSpinWait();
        }
        Hearing hearing = new Hearing();
        UpstreamCall waiting = pool.call(head(0), null, hearing);
        waiting.send();
        waiting.abort(new IOException("not wanted"));
        assertEquals(0, pool.waiting());
        assertThrows(ExecutionException.class, () -> hearing.result.get(10, TimeUnit.SECONDS));
        gate.countDown();
        first.get(10, TimeUnit.SECONDS);
    }

    @Test
    void bodyOfAnotherLengthThanItsHeadSaysEndsTheConnection() throws Exception {
        Http1Pool pool = pool(16, 16);
        gate = new CountDownLatch(1);
        Hearing hearing = new Hearing();
        pool.call(head(3), Content.Source.from(java.io.InputStream.nullInputStream()), hearing)
                .send();
        assertThrows(ExecutionException.class, () -> hearing.result.get(10, TimeUnit.SECONDS));
        gate.countDown();
    }

    @Test
    void whatIsNotHttpFails() {
        Http1Pool pool = pool(16, 16);
        answer = "this is not http\r\n\r\n";
        assertThrows(ExecutionException.class, () -> get(pool).get(10, TimeUnit.SECONDS));
    }

    private static Http1Head head(long length) {
        return new Http1Head("GET", "/", "a.test", HttpFields.EMPTY, length);
    }

    private CompletableFuture<String> get(Http1Pool pool) {
        Hearing hearing = new Hearing();
        pool.call(head(0), null, hearing).send();
        return hearing.result;
    }

    private Http1Pool pool(int connections, int waiting) {
        Http1Settings settings = new Http1Settings(
                upstream.getLocalSocketAddress(),
                SocketChannel::open,
                true,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                0,
                null);
        Http1Pool[] made = new Http1Pool[1];
        made[0] = new Http1Pool(loops, scheduler, Buffers.create(), settings, new Http1Settings.Limits() {
            @Override
            public boolean mayConnect(int own) {
                return own < connections;
            }

            @Override
            public boolean mayWait() {
                return made[0].waiting() < waiting;
            }
        });
        return made[0];
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = upstream.accept();
                accepted.incrementAndGet();
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            int matched = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
                if (matched == 4) {
                    matched = 0;
                    gate.await();
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException | InterruptedException over) {
            // The pool closed it, or the test is over.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "pool-test-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes the whole answer. */
    private static final class Hearing implements UpstreamCall.Listener {
        private final CompletableFuture<String> result = new CompletableFuture<>();

        @Override
        public void onConnected() {}

        @Override
        public void onSent() {}

        @Override
        public void onInterim(int status, HttpFields fields) {}

        @Override
        public void onAnswer(UpstreamAnswer answered, Content.Source body) {
            Content.Source.asString(
                    body,
                    StandardCharsets.US_ASCII,
                    Promise.from(
                            text -> result.complete(answered.status() + " " + text), result::completeExceptionally));
        }

        @Override
        public void onUpgraded(UpstreamAnswer answered, EndPoint socket) {
            result.completeExceptionally(new IOException("upgraded"));
        }

        @Override
        public void onEnd(Throwable failure) {
            if (failure != null) {
                result.completeExceptionally(failure);
            }
        }
    }
}
