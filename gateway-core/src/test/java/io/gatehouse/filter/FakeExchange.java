package io.gatehouse.filter;

import io.gatehouse.exchange.BaseExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.ResponseHead;
import io.gatehouse.exchange.Tunnel;
import io.gatehouse.resource.Position;
import io.gatehouse.route.Decision;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.route.condition.Condition;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An exchange without a socket: what is answered is kept; what goes on ends at {@link #reachedProxy}. */
final class FakeExchange extends BaseExchange {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private @Nullable ResponseHead sent;
    private boolean reachedProxy;

    FakeExchange(FakeRequest request) {
        this(Snapshot.EMPTY, request);
    }

    FakeExchange(Snapshot snapshot, FakeRequest request) {
        super(snapshot, request, fields(request), System.nanoTime());
    }

    /** An exchange that was routed to a route with this action and policy. */
    static FakeExchange routed(FakeRequest request, RouteAction action, RoutePolicy policy, Condition... conditions) {
        FakeExchange exchange = new FakeExchange(request);
        Route route = new Route("a-route", "ns/vs", List.of(conditions), action, policy, Position.NONE);
        exchange.decision(new Decision(Decision.Outcome.ROUTED, null, null, null, route));
        if (action instanceof RouteAction.Forward forward) {
            exchange.upstream().destination(forward.pick(0));
        }
        return exchange;
    }

    /** A forward to one cluster. */
    static RouteAction.Forward forward() {
        return forward(new WeightedCluster("outbound|80||a", 1, HeaderOps.NONE, HeaderOps.NONE));
    }

    static RouteAction.Forward forward(WeightedCluster destination) {
        return new RouteAction.Forward(List.of(destination));
    }

    private static HttpFields fields(FakeRequest request) {
        HttpFields.Mutable fields = HttpFields.build().put(HttpHeader.HOST, request.authority());
        request.headers().forEach(fields::put);
        return fields;
    }

    /** Runs the filters; what goes on reaches the proxy. */
    FakeExchange run(ExchangeFilter... filters) {
        ExchangeChain.of(List.of(filters), exchange -> reachedProxy = true).proceed(this);
        return this;
    }

    /** The upstream answers. */
    FakeExchange answer(int status, Map<String, String> headers) {
        HttpFields.Mutable fields = HttpFields.build();
        headers.forEach(fields::add);
        respond(new ResponseHead(status, fields));
        return this;
    }

    boolean reachedProxy() {
        return reachedProxy;
    }

    int status() {
        return sent == null ? 0 : sent.status();
    }

    /** Fields of the answer by name, several of a name joined with a bar; without those that every answer has. */
    Map<String, String> answered() {
        Map<String, String> fields = new TreeMap<>();
        if (sent != null) {
            sent.fields()
                    .forEach(field -> fields.merge(field.getLowerCaseName(), field.getValue(), (a, b) -> a + "|" + b));
            fields.keySet().removeAll(List.of("date", "server", "content-length"));
        }
        return fields;
    }

    /** Fields that go upstream, by name, joined the same way; without those that every request has. */
    Map<String, String> forwarded() {
        Map<String, String> fields = new TreeMap<>();
        upstream()
                .fields()
                .forEach(field -> fields.merge(field.getLowerCaseName(), field.getValue(), (a, b) -> a + "|" + b));
        fields.keySet()
                .removeAll(List.of("x-forwarded-for", "x-forwarded-proto", "x-request-id", "x-envoy-external-address"));
        return fields;
    }

    String answeredBody() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** The client goes away. */
    void leave() {
        complete(new IllegalStateException("gone"));
    }

    @Override
    public HttpVersion clientVersion() {
        return HttpVersion.HTTP_1_1;
    }

    @Override
    public SocketAddress peer() {
        return new InetSocketAddress("192.0.2.7", 4711);
    }

    @Override
    public SocketAddress local() {
        return new InetSocketAddress("127.0.0.1", 8080);
    }

    @Override
    public X509Certificate[] clientCertificates() {
        return new X509Certificate[0];
    }

    @Override
    public Content.Source body() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bodyLength() {
        return 0;
    }

    @Override
    public void interim(int status, HttpFields fields, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        written.writeBytes(BufferUtil.toArray(bytes));
        if (last) {
            complete(null);
        }
        callback.succeeded();
    }

    @Override
    public void trailers(HttpFields trailers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upgrade(ResponseHead head, Tunnel tunnel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String upgradeProtocol() {
        return null;
    }

    @Override
    public long bytesReceived() {
        return 3;
    }

    @Override
    public long bytesSent() {
        return written.size();
    }

    @Override
    public boolean isCommitted() {
        return sent != null;
    }

    @Override
    public void abort(Throwable cause) {
        complete(cause);
    }

    @Override
    protected void sendHead(ResponseHead finishedHead) {
        sent = finishedHead;
    }

    @Override
    protected boolean isBodyUnread() {
        return false;
    }

    @Override
    protected HttpField dateField() {
        return new HttpField(HttpHeader.DATE, "now");
    }
}
