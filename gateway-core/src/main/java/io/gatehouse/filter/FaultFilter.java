package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.LocalReply;
import io.gatehouse.route.FaultSpec;
import io.gatehouse.route.Route;
import io.gatehouse.telemetry.ResponseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;

/**
 * Injects faults on purpose ({@code http[].fault}): a delay, which the route's timeout does not count, then an abort.
 * No thread waits.
 */
public final class FaultFilter implements ExchangeFilter {
    private static final byte[] ABORT_BODY = "fault filter abort".getBytes(StandardCharsets.US_ASCII);

    private final Executor delayed;

    /** A filter whose delayed requests go on in {@code delayed}. */
    public FaultFilter(Executor delayed) {
        this.delayed = delayed;
    }

    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        FaultSpec fault = route == null ? null : route.policy().fault();
        if (fault == null) {
            next.proceed(exchange);
            return;
        }
        Duration delay = fault.delay();
        if (delay != null && falls(fault.delayPercent())) {
            hold(exchange, delay, () -> abortOrProceed(exchange, fault, next));
        } else {
            abortOrProceed(exchange, fault, next);
        }
    }

    /** Goes on after the delay, unless the client has gone by then. */
    private void hold(ClientExchange exchange, Duration delay, Runnable then) {
        AtomicBoolean gone = new AtomicBoolean();
        exchange.onComplete(failure -> gone.set(true));
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, delayed)
                .execute(() -> {
                    if (!gone.get()) {
                        then.run();
                    }
                });
    }

    private static void abortOrProceed(ClientExchange exchange, FaultSpec fault, ExchangeChain next) {
        boolean any = fault.abortStatus() > 0 || fault.abortGrpcStatus() >= 0;
        if (any && falls(fault.abortPercent())) {
            abort(exchange, fault);
        } else {
            next.proceed(exchange);
        }
    }

    private static void abort(ClientExchange exchange, FaultSpec fault) {
        if (fault.abortStatus() > 0) {
            exchange.reply(fault.abortStatus(), ResponseReason.FAULT_ABORT, HttpFields.EMPTY, ABORT_BODY);
            return;
        }
        // Only gRPC clients are told the status; any other gets 200, as from Envoy
        HttpFields fields = LocalReply.isGrpc(exchange.clientHeaders())
                ? HttpFields.build().put("grpc-status", Integer.toString(fault.abortGrpcStatus()))
                : HttpFields.EMPTY;
        exchange.reply(200, ResponseReason.FAULT_ABORT, fields, ABORT_BODY);
    }

    private static boolean falls(double percent) {
        return percent >= 100 || percent > 0 && ThreadLocalRandom.current().nextDouble(100) < percent;
    }
}
