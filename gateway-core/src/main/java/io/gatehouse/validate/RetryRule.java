package io.gatehouse.validate;

import io.gatehouse.resource.HttpRetry;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.regex.Pattern;

/** Retries: conditions that are known, and none of them when there are no attempts. */
final class RetryRule implements Rule<VirtualService> {
    private static final List<String> CONDITIONS = List.of(
            "5xx",
            "gateway-error",
            "reset",
            "reset-before-request",
            "connect-failure",
            "retriable-4xx",
            "refused-stream",
            "retriable-status-codes",
            "retriable-headers",
            "envoy-ratelimited",
            "http3-post-connect-failure",
            "cancelled",
            "deadline-exceeded",
            "internal",
            "resource-exhausted",
            "unavailable");
    /** The statuses that have a name; Istio takes no others. */
    private static final Pattern STATUS = Pattern.compile(
            "\\+?0*(?:10[0-3]|20[0-8]|226|30[0-578]|40[0-9]|41[0-8]" + "|42[1-689]|431|451|50[0-8]|51[01])");

    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            if (route.retries() != null) {
                checkRetries(path + ".retries", route.retries(), context);
            }
        });
    }

    static void checkRetries(String field, HttpRetry retries, RuleContext context) {
        int attempts = retries.attempts() == null ? 0 : retries.attempts();
        if (attempts < 0) {
            context.error(
                    RuleCodes.RETRY,
                    field + ".attempts",
                    Names.quoted(Integer.toString(attempts)) + " is below 0",
                    "0 disables retries");
        }
        boolean conditions = TlsServers.isSet(retries.retryOn());
        if (attempts == 0
                && (conditions || retries.perTryTimeout() != null || retries.retryRemoteLocalities() != null)) {
            context.error(
                    RuleCodes.RETRY,
                    field + ".attempts",
                    "retries are described but disabled by 0 attempts",
                    "set attempts, or leave the rest out");
        }
        if (conditions && retries.retryOn() != null) {
            for (String condition : retries.retryOn().split(",", -1)) {
                checkCondition(field + ".retryOn", condition, context);
            }
        }
    }

    private static void checkCondition(String field, String condition, RuleContext context) {
        if (CONDITIONS.contains(condition) || STATUS.matcher(condition).matches()) {
            return;
        }
        String meant = Suggestion.didYouMean(condition, CONDITIONS);
        context.error(
                RuleCodes.RETRY,
                field,
                Names.quoted(condition) + " is neither a retry condition nor a status",
                condition.isBlank() || !condition.equals(condition.strip()) ? "write commas without spaces" : meant);
    }
}
