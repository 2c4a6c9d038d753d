package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.exchange.Http2Upstream;
import io.gatehouse.tests.tcp.FaultProxy;
import io.gatehouse.tests.tcp.FaultProxy.Direction;
import io.gatehouse.tests.tcp.FaultProxy.Fault;
import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network does between gateway and upstream, and between client and gateway, for HTTP/1.1 and h2c. */
@ParameterizedClass
@ValueSource(strings = {"HTTP", "HTTP2"})
class FaultyNetworkTest {
    private static final int SIZE = 200_000;

    private final AutoCloseable upstream;
    private final FaultProxy behind;
    private final HttpGateway gateway;
    private final FaultProxy before;

    FaultyNetworkTest(String protocol) throws Exception {
        if (protocol.equals("HTTP2")) {
            Http2Upstream http2 = new Http2Upstream(new Large());
            upstream = http2;
            behind = new FaultProxy(http2.port());
        } else {
            Upstream http1 = Upstream.plain(FaultyNetworkTest::serve);
            upstream = http1;
            behind = new FaultProxy(http1.port());
        }
        gateway = HttpGateway.routing(behind.port(), protocol, "", "timeout: 2s");
        before = new FaultProxy(gateway.port());
    }

    /** Answers each request with a body of {@link #SIZE}. */
    private static final class Large extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, ByteBuffer.wrap(body()), callback);
            return true;
        }
    }

    private static byte[] body() {
        return "x".repeat(SIZE).getBytes(StandardCharsets.US_ASCII);
    }

    private static void serve(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        while (true) {
            LargeBodiesTest.head(in);
            String head = "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n";
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().write(body());
        }
    }

    @AfterEach
    void stop() throws Exception {
        before.close();
        gateway.close();
        behind.close();
        upstream.close();
    }

    /** A request of a client that comes straight to the gateway. */
    private Answer get() throws IOException {
        return Answer.toGet(gateway);
    }

    /** All is well again, and nothing is left of what was not. */
    private void assertRecovered() throws IOException {
        behind.heal();
        before.heal();
        Answer answer = get();
        assertEquals(
                200,
                answer.status(),
                answer.text().substring(0, Math.min(300, answer.text().length())));
        assertTrue(answer.isWhole());
        gateway.awaitNothingLeft();
    }

    /** Either an answer that says so, or one that no client takes for whole. */
    private static void assertFailed(Answer answer, Integer... statuses) {
        boolean broken = answer.text().isEmpty() || (answer.status() == 200 && !answer.isWhole());
        assertTrue(
                broken || List.of(statuses).contains(answer.status()),
                () -> answer.text().substring(0, Math.min(300, answer.text().length())));
    }

    @Test
    void connectionsThatAreResetAtOnceAreUnavailable() throws Exception {
        behind.refuse(true);

        assertEquals(503, get().status());

        assertRecovered();
    }

    @Test
    void anAnswerThatIsCutNeverSeemsWhole() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            for (long place : new long[] {0, 1, 10, 50, 300, SIZE / 2}) {
                behind.resetAll();
                behind.fault(Direction.BACK, Fault.cutAfter(place, reset));

                assertFailed(get(), 502, 503, 504);
            }
        }
        assertRecovered();
    }

    @Test
    void aRequestThatIsCutIsUnavailable() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            for (long place : new long[] {0, 5, 30}) {
                behind.resetAll();
                behind.fault(Direction.FORTH, Fault.cutAfter(place, reset));

                assertFailed(get(), 503);
            }
        }
        assertRecovered();
    }

    @Test
    void idleConnectionsThatWereResetAreNotUsed() throws Exception {
        assertEquals(200, get().status());

        behind.resetAll();
        HttpGateway.await(() -> gateway.meter("gatehouse_cluster_connections") == 0);

        assertRecovered();
    }

    @Test
    void anUpstreamThatFallsSilentEndsWithTheRoutesTimeout() throws Exception {
        assertEquals(200, get().status());
        behind.fault(Direction.BACK, Fault.SILENT);

        assertEquals(504, get().status());

        behind.resetAll();
        assertRecovered();
    }

    @Test
    void requestsThatNeverArriveEndWithTheRoutesTimeout() throws Exception {
        assertEquals(200, get().status());
        behind.fault(Direction.FORTH, Fault.SILENT);

        assertEquals(504, get().status());

        behind.resetAll();
        assertRecovered();
    }

    @Test
    void aSlowNetworkOnlyTakesLonger() throws Exception {
        behind.fault(Direction.BACK, Fault.throttle(4_000));
        behind.fault(Direction.FORTH, Fault.delay(20));
        before.fault(Direction.FORTH, Fault.throttle(10));
        try (Socket client = new Socket("127.0.0.1", before.port())) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            Answer answer = Answer.read(client);

            assertTrue(answer.status() == 200 && answer.isWhole());
        }
        assertRecovered();
    }

    @Test
    void anAnswerWithAWrongByteHangsNobody() throws Exception {
        for (long place = 0; place < 60; place += 3) {
            behind.resetAll();
            behind.fault(Direction.BACK, Fault.corruptAt(place));

            // A wrong letter of a field or of the body cannot be told; all else is answered within the timeout
            Answer answer = get();
            assertTrue(answer.text().isEmpty() || answer.status() >= 200, answer.text());
        }
        behind.resetAll();
        assertRecovered();
    }

    @Test
    void aClientThatIsCutLeavesNothing() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            for (long place : new long[] {1, 20, 60}) {
                before.fault(Direction.FORTH, Fault.cutAfter(place, reset));
                request(before.port());
            }
            for (long place : new long[] {0, 50, SIZE / 2}) {
                before.heal();
                before.fault(Direction.BACK, Fault.cutAfter(place, reset));
                request(before.port());
            }
            before.heal();
        }
        gateway.awaitNothingLeft();
        HttpGateway.await(() -> before.open() == 0);
        assertRecovered();
    }

    private static void request(int port) {
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write("GET /a/path HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException cut) {
            // As wanted.
        }
    }

    @Test
    void streamsOfAClientsConnectionThatIsResetLeaveNothing() throws Exception {
        behind.fault(Direction.BACK, Fault.throttle(500));
        try (FrameClient client = FrameClient.clear(before.port())) {
            List<FrameClient.Exchange> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(client.get("/"));
            }
            assertEquals(200, all.get(0).status());

            before.resetAll();

            client.awaitEnd();
        }
        gateway.awaitNothingLeft();
        assertRecovered();
    }

    @Test
    void badFramesOfAClientAreItsOwnConnectionsEnd() throws Exception {
        for (long place = 24; place < 80; place += 5) {
            before.fault(Direction.FORTH, Fault.corruptAt(place));
            try (FrameClient client = FrameClient.clear(before.port())) {
                client.get("/");
            }
        }
        HttpGateway.await(() -> before.open() == 0);
        assertRecovered();
    }
}
