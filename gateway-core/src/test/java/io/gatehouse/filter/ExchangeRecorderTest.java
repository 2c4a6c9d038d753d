package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.exchange.Rejection;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.telemetry.RequestRecord;
import io.gatehouse.telemetry.ResponseReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeRecorderTest {
    private final List<RequestRecord> records = new ArrayList<>();
    private final ExchangeRecorder recorder = new ExchangeRecorder(records::add);

    @Test
    void anAnswerOfTheGatewayIsRecorded() {
        FakeExchange exchange = FakeExchange.routed(
                request("GET", "http://app.example.com/a?b").with("user-agent", "curl/8"),
                new RouteAction.DirectResponse(201, new byte[] {'o', 'k'}),
                RoutePolicy.DEFAULT);
        recorder.watch(exchange);
        exchange.run(new DirectResponseFilter());
        RequestRecord record = records.get(0);
        assertEquals(201, record.status());
        assertEquals(ResponseReason.DIRECT_RESPONSE, record.reason());
        assertEquals("a-route", record.decision().route().name());
        assertEquals(2, record.bytesSent());
        assertEquals(
                new RequestRecord.Client(
                        "192.0.2.7:4711", null, "HTTP/1.1", "GET", "http", "app.example.com", "/a?b", "curl/8"),
                record.client());
        assertEquals(RequestRecord.Upstream.NONE, record.upstream());
        assertEquals(1, records.size());
    }

    @Test
    void whatIsRefusedBeforeRoutingIsRecordedToo() {
        FakeExchange exchange = new FakeExchange(request("GET", "http://app.example.com/a"));
        recorder.watch(exchange);
        exchange.reject(Rejection.BAD_REQUEST);
        assertEquals(400, records.get(0).status());
        assertNull(records.get(0).decision());
    }

    @Test
    void aBrokenExchangeIsRecordedWithWhatBrokeIt() {
        FakeExchange exchange = FakeExchange.routed(
                request("GET", "http://app.example.com/a"), FakeExchange.forward(), RoutePolicy.DEFAULT);
        recorder.watch(exchange);
        exchange.upstream().attempt("127.0.0.1:9001");
        exchange.leave();
        RequestRecord record = records.get(0);
        assertEquals("gone", record.failure());
        assertEquals(0, record.status());
        assertEquals("outbound|80||a", record.upstream().cluster());
        assertEquals("127.0.0.1:9001", record.upstream().host());
        assertEquals(1, record.upstream().attempts());
        assertNotNull(record.upstream().requestId());
    }
}
