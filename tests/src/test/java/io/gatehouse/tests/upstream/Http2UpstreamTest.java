package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Connections to an HTTP/2 upstream, frame by frame. */
class Http2UpstreamTest {
    private static Policed gateway(String more, FrameUpstream upstream) throws Exception {
        return Policed.start(
                "{connectionPool: {http: {h2UpgradePolicy: UPGRADE" + more + "}}}", Policed.at(upstream.port()));
    }

    private static void answered(Socket client) throws Exception {
        String answer = Policed.answer(client);
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("ok"), answer);
    }

    @Test
    void requestsShareAConnection() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway("", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call one = upstream.next();
            Socket second = gateway.send("app");
            FrameUpstream.Call two = upstream.next();
            assertSame(one.connection(), two.connection());
            two.answer();
            answered(second);
            one.answer();
            answered(first);
        }
    }

    @Test
    void aGoAwayLetsStreamsInFlightFinishWhileNewOnesGoElsewhere() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway("", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call inFlight = upstream.next();
            inFlight.connection().goAway(inFlight.stream());
            Until.holds(() -> gateway.meter("gatehouse_cluster_connections", 0) == 0);
            Socket second = gateway.send("app");
            FrameUpstream.Call elsewhere = upstream.next();
            assertNotSame(inFlight.connection(), elsewhere.connection());
            elsewhere.answer();
            answered(second);
            inFlight.answer();
            answered(first);
            Until.holds(() -> inFlight.connection().isClosed());
            assertEquals(0, gateway.meter("gatehouse_cluster_resets", 0));
        }
    }

    @Test
    void theFirstStreamThatEndsAfterAGoAwayTakesNoOtherWithIt() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway("", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call one = upstream.next();
            Socket second = gateway.send("app");
            FrameUpstream.Call two = upstream.next();
            assertSame(one.connection(), two.connection());
            one.connection().goAway(two.stream());
            one.answer();
            answered(first);
            two.answer();
            answered(second);
            Until.holds(() -> one.connection().isClosed());
        }
    }

    @Test
    void aGoAwayInTwoStepsLosesNothing() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway("", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call inFlight = upstream.next();
            inFlight.connection().goAway(Integer.MAX_VALUE);
            Until.holds(() -> gateway.meter("gatehouse_cluster_connections", 0) == 0);
            inFlight.connection().goAway(inFlight.stream());
            Socket second = gateway.send("app");
            FrameUpstream.Call elsewhere = upstream.next();
            assertNotSame(inFlight.connection(), elsewhere.connection());
            elsewhere.answer();
            answered(second);
            inFlight.answer();
            answered(first);
        }
    }

    @Test
    void streamsThatAGoAwayLeavesOutAreTriedAgain() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway("", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call kept = upstream.next();
            Socket second = gateway.send("app");
            FrameUpstream.Call leftOut = upstream.next();
            assertSame(kept.connection(), leftOut.connection());
            kept.connection().goAway(kept.stream());
            FrameUpstream.Call again = upstream.next();
            assertNotSame(kept.connection(), again.connection());
            again.answer();
            answered(second);
            kept.answer();
            answered(first);
        }
    }

    @Test
    void noConnectionHasMoreStreamsThanItMay() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway(", maxConcurrentStreams: 1", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call one = upstream.next();
            Socket second = gateway.send("app");
            FrameUpstream.Call two = upstream.next();
            assertNotSame(one.connection(), two.connection());
            one.answer();
            two.answer();
            answered(first);
            answered(second);
        }
    }

    @Test
    void aConnectionThatAnswersPingsStays() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway(", http2KeepAlive: {interval: 20ms, timeout: 5s}", upstream)) {
            Socket first = gateway.send("app");
            FrameUpstream.Call call = upstream.next();
            Until.holds(() -> upstream.pings() > 3);
            call.answer();
            answered(first);
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void aConnectionThatAnswersNoPingIsClosed() throws Exception {
        try (FrameUpstream upstream = new FrameUpstream();
                Policed gateway = gateway(", http2KeepAlive: {interval: 20ms, timeout: 100ms}", upstream)) {
            upstream.answerPings(false);
            Socket first = gateway.send("app");
            FrameUpstream.Call call = upstream.next();
            String answer = Policed.answer(first);
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
            Until.holds(() -> call.connection().isClosed());
            upstream.answerPings(true);
            Socket second = gateway.send("app");
            FrameUpstream.Call again = upstream.next();
            assertNotSame(call.connection(), again.connection());
            again.answer();
            answered(second);
        }
    }
}
