package io.gatehouse.compile;

import com.google.re2j.Pattern;
import io.gatehouse.resource.GrpcStatus;
import io.gatehouse.resource.HttpFaultInjection;
import io.gatehouse.resource.HttpRetry;
import io.gatehouse.resource.HttpRewrite;
import io.gatehouse.resource.Percent;
import io.gatehouse.route.FaultSpec;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RewriteSpec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles {@code rewrite}, {@code retries} and {@code fault}. */
final class Policies {
    private Policies() {}

    /**
     * What changes on the way upstream; null for nothing.
     *
     * @param headerAuthority the Host that the route's {@code headers} set, which yields to {@code rewrite.authority}
     */
    static @Nullable RewriteSpec rewrite(@Nullable HttpRewrite rewrite, @Nullable String headerAuthority) {
        if (rewrite == null) {
            return headerAuthority == null ? null : new RewriteSpec(null, headerAuthority, null, null);
        }
        String authority = empty(rewrite.authority()) ? headerAuthority : rewrite.authority();
        HttpRewrite.RegexRewrite regex = rewrite.uriRegexRewrite();
        if (regex != null) {
            return new RewriteSpec(null, authority, Pattern.compile(regex.match()), regex.rewrite());
        }
        String uri = empty(rewrite.uri()) ? null : rewrite.uri();
        return uri == null && authority == null ? null : new RewriteSpec(uri, authority, null, null);
    }

    /** When and how often an attempt is repeated: 0 or no {@code attempts} never. */
    static RetrySpec retry(HttpRetry retry) {
        RetrySpec standard = RetrySpec.DEFAULT;
        int attempts = retry.attempts() == null ? 0 : Math.max(0, retry.attempts());
        Set<String> on = new LinkedHashSet<>();
        Set<Integer> statuses = new LinkedHashSet<>();
        if (retry.retryOn() != null) {
            for (String part : retry.retryOn().split(",")) {
                retryOn(part.trim(), on, statuses);
            }
        }
        return new RetrySpec(
                attempts,
                retry.perTryTimeout(),
                on.isEmpty() ? standard.on() : on,
                statuses,
                retry.backoff() == null ? standard.backoff() : retry.backoff(),
                retry.retryIgnorePreviousHosts() == null || retry.retryIgnorePreviousHosts());
    }

    private static void retryOn(String condition, Set<String> on, Set<Integer> statuses) {
        if (condition.length() == 3 && condition.chars().allMatch(c -> c >= '0' && c <= '9')) {
            statuses.add(Integer.valueOf(condition));
            on.add("retriable-status-codes");
        } else if (!condition.isEmpty()) {
            on.add(condition);
        }
    }

    /** The faults of a route; null for none. */
    static @Nullable FaultSpec fault(@Nullable HttpFaultInjection fault) {
        if (fault == null) {
            return null;
        }
        HttpFaultInjection.Delay delay = fault.delay();
        HttpFaultInjection.Abort abort = fault.abort();
        Duration fixed = delay == null ? null : delay.fixedDelay();
        return new FaultSpec(
                fixed,
                delay == null ? 0 : percent(delay.percentage(), delay.percent()),
                abort == null || abort.httpStatus() == null ? 0 : abort.httpStatus(),
                abort == null || abort.grpcStatus() == null ? -1 : GrpcStatus.number(abort.grpcStatus()),
                abort == null ? 0 : percent(abort.percentage(), null));
    }

    private static double percent(@Nullable Percent percentage, @Nullable Integer old) {
        if (percentage != null) {
            return percentage.value();
        }
        return old == null ? 0 : old;
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
