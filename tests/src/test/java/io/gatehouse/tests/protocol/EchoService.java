package io.gatehouse.tests.protocol;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gRPC service whose messages are texts, so that it needs no generated code. */
final class EchoService {
    static final Metadata.Key<String> NOTE = Metadata.Key.of("x-note", Metadata.ASCII_STRING_MARSHALLER);

    static final MethodDescriptor<String, String> UNARY = method("Unary", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> COLLECT =
            method("Collect", MethodDescriptor.MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<String, String> COUNT = method("Count", MethodDescriptor.MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> CHAT = method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING);
    /** Fails with the status that it is asked for. */
    static final MethodDescriptor<String, String> FAIL = method("Fail", MethodDescriptor.MethodType.UNARY);
    /** Never answers. */
    static final MethodDescriptor<String, String> HANG = method("Hang", MethodDescriptor.MethodType.UNARY);
    /** Tells how many milliseconds its caller gives it, or {@code none}. */
    static final MethodDescriptor<String, String> DEADLINE = method("Deadline", MethodDescriptor.MethodType.UNARY);

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName("echo.Echo/" + name)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits until a call of {@link #HANG} has arrived. */
    void awaitHanging() throws InterruptedException {
        if (!hanging.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no call arrived");
        }
    }

    /** Waits until the server was told that the call of {@link #HANG} is not wanted any more. */
    void awaitCancelled() throws InterruptedException {
        if (!cancelled.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the server was not told");
        }
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder("echo.Echo")
                .addMethod(UNARY, ServerCalls.asyncUnaryCall(EchoService::unary))
                .addMethod(COLLECT, ServerCalls.asyncClientStreamingCall(EchoService::collect))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(EchoService::count))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(EchoService::chat))
                .addMethod(FAIL, ServerCalls.asyncUnaryCall(EchoService::fail))
                .addMethod(HANG, ServerCalls.asyncUnaryCall(this::hang))
                .addMethod(DEADLINE, ServerCalls.asyncUnaryCall(EchoService::deadline))
                .build();
    }

    private static void answer(StreamObserver<String> answers, String text) {
        answers.onNext(text);
        answers.onCompleted();
    }

    private static void unary(String request, StreamObserver<String> answers) {
        answer(answers, "echo:" + request);
    }

    private static void count(String request, StreamObserver<String> answers) {
        for (int i = 1; i <= Integer.parseInt(request); i++) {
            answers.onNext(Integer.toString(i));
        }
        answers.onCompleted();
    }

    private static void fail(String code, StreamObserver<String> answers) {
        Metadata trailers = new Metadata();
        trailers.put(NOTE, "why");
        answers.onError(
                Status.Code.valueOf(code).toStatus().withDescription("no: ü%").asRuntimeException(trailers));
    }

    private void hang(String request, StreamObserver<String> answers) {
        ((ServerCallStreamObserver<String>) answers).setOnCancelHandler(cancelled::countDown);
        hanging.countDown();
    }

    private static void deadline(String request, StreamObserver<String> answers) {
        Deadline deadline = Context.current().getDeadline();
        answer(answers, deadline == null ? "none" : Long.toString(deadline.timeRemaining(TimeUnit.MILLISECONDS)));
    }

    private static StreamObserver<String> collect(StreamObserver<String> answers) {
        List<String> heard = new ArrayList<>();
        return new StreamObserver<>() {
            @Override
            public void onNext(String message) {
                heard.add(message);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                answer(answers, String.join("+", heard));
            }
        };
    }

    private static StreamObserver<String> chat(StreamObserver<String> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String message) {
                answers.onNext("re:" + message);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }
}
