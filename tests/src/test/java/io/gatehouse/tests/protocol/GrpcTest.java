package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.Main;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** grpc-java on both sides of the gateway: in clear text, and with TLS on both sides. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class GrpcTest {
    private final boolean tls;
    private final EchoService service = new EchoService();
    private Server upstream;
    private HttpGateway gateway;
    private ManagedChannel channel;

    GrpcTest(boolean tls) {
        this.tls = tls;
    }

    @BeforeEach
    void start() throws Exception {
        Path certs = Main.resource("certs");
        NettyServerBuilder server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(service.definition());
        if (tls) {
            server.useTransportSecurity(
                    certs.resolve("backend.crt").toFile(),
                    certs.resolve("backend.key").toFile());
        }
        upstream = server.build().start();
        gateway = HttpGateway.start(upstream.getPort(), "GRPC", tls ? HttpGateway.tlsToBackend() : "");
        NettyChannelBuilder client = NettyChannelBuilder.forAddress(
                new InetSocketAddress("127.0.0.1", tls ? gateway.tlsPort() : gateway.port()));
        if (tls) {
            client.sslContext(GrpcSslContexts.forClient()
                            .trustManager(certs.resolve("root-ca.pem").toFile())
                            .build())
                    .overrideAuthority("httpbin.example.com");
        } else {
            client.usePlaintext();
        }
        channel = client.build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow();
        gateway.close();
        upstream.shutdownNow();
    }

    private String call(MethodDescriptor<String, String> method, String request, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, method, options, request);
    }

    private String call(MethodDescriptor<String, String> method, String request) {
        return call(method, request, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));
    }

    /** Hears a stream. */
    private static final class Heard implements StreamObserver<String> {
        private static final String END = "the end";
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        @Override
        public void onNext(String message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            messages.add(failure.toString());
        }

        @Override
        public void onCompleted() {
            messages.add(END);
        }

        String next() throws InterruptedException {
            return messages.poll(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMessageIsAnswered() {
        assertEquals("echo:hello", call(EchoService.UNARY, "hello"));
        assertEquals("echo:", call(EchoService.UNARY, ""), "an empty message is a message");
        gateway.awaitNothingLeft();
    }

    @Test
    void aMessageOfMegabytesArrivesWhole() {
        String large = "0123456789abcdef".repeat(200_000);

        assertEquals("echo:" + large, call(EchoService.UNARY, large));
    }

    @Test
    void aStreamOfTheClientIsCollected() throws Exception {
        Heard heard = new Heard();
        StreamObserver<String> requests =
                ClientCalls.asyncClientStreamingCall(channel.newCall(EchoService.COLLECT, CallOptions.DEFAULT), heard);
        List.of("a", "b", "c").forEach(requests::onNext);
        requests.onCompleted();

        assertEquals("a+b+c", heard.next());
        assertEquals(Heard.END, heard.next());
    }

    @Test
    void aStreamOfTheServerArrivesInOrder() {
        Iterator<String> answers = ClientCalls.blockingServerStreamingCall(
                channel, EchoService.COUNT, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), "5000");
        List<String> all = new ArrayList<>();
        answers.forEachRemaining(all::add);

        assertEquals(5000, all.size());
        for (int i = 0; i < all.size(); i++) {
            assertEquals(Integer.toString(i + 1), all.get(i));
        }
    }

    @Test
    void bothSidesTalkInTurn() throws Exception {
        Heard heard = new Heard();
        StreamObserver<String> requests =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(EchoService.CHAT, CallOptions.DEFAULT), heard);
        for (int i = 0; i < 20; i++) {
            requests.onNext("m" + i);
            assertEquals("re:m" + i, heard.next(), "before the next is sent");
        }
        requests.onCompleted();

        assertEquals(Heard.END, heard.next());
        gateway.awaitNothingLeft();
    }

    @Test
    void eachStatusArrivesWithItsMessageAndTrailers() {
        for (Status.Code code : Status.Code.values()) {
            // A retry of UNAVAILABLE or CANCELLED by Istio's defaults gives the same in the end
            if (code != Status.Code.OK) {
                StatusRuntimeException failure =
                        assertThrows(StatusRuntimeException.class, () -> call(EchoService.FAIL, code.name()));

                assertEquals(code, failure.getStatus().getCode());
                assertEquals("no: ü%", failure.getStatus().getDescription());
                assertEquals("why", failure.getTrailers().get(EchoService.NOTE));
            }
        }
        gateway.awaitNothingLeft();
    }

    @Test
    void anUnknownMethodIsTheServersToRefuse() {
        MethodDescriptor<String, String> unknown = EchoService.UNARY.toBuilder()
                .setFullMethodName("echo.Echo/Nothing")
                .build();

        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, () -> call(unknown, ""));

        assertEquals(Status.Code.UNIMPLEMENTED, failure.getStatus().getCode());
    }

    @Test
    void theServerLearnsTheDeadline() {
        long given = Long.parseLong(
                call(EchoService.DEADLINE, "", CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS)));

        assertTrue(given > 0 && given <= 20_000, Long.toString(given));
        assertEquals("none", call(EchoService.DEADLINE, "", CallOptions.DEFAULT));
    }

    @Test
    void aDeadlineThatPassesEndsTheCallOnBothSides() throws Exception {
        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class,
                () -> call(EchoService.HANG, "", CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS)));

        assertEquals(Status.Code.DEADLINE_EXCEEDED, failure.getStatus().getCode());
        service.awaitCancelled();
        gateway.awaitNothingLeft();
    }

    @Test
    void aCancelledCallIsCancelledUpstream() throws Exception {
        ClientCall<String, String> call = channel.newCall(EchoService.HANG, CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage("");
        call.halfClose();
        service.awaitHanging();

        call.cancel("not wanted any more", null);

        service.awaitCancelled();
        gateway.awaitNothingLeft();
        assertEquals("echo:next", call(EchoService.UNARY, "next"), "the connection lives on");
    }

    @Test
    void anUpstreamThatIsGoneIsUnavailable() throws Exception {
        upstream.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);

        StatusRuntimeException failure =
                assertThrows(StatusRuntimeException.class, () -> call(EchoService.UNARY, "hello"));

        assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode());
        gateway.awaitNothingLeft();
    }

    @Test
    void anUpstreamThatBreaksOffInMidStreamBreaksTheClientsStream() throws Exception {
        Heard heard = new Heard();
        StreamObserver<String> requests =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(EchoService.CHAT, CallOptions.DEFAULT), heard);
        requests.onNext("a");
        assertEquals("re:a", heard.next());

        upstream.shutdownNow();

        assertTrue(heard.next().contains("StatusRuntimeException"));
        gateway.awaitNothingLeft();
    }
}
