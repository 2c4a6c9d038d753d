package io.gatehouse.validate;

import io.gatehouse.resource.GrpcStatus;
import io.gatehouse.resource.HttpFaultInjection;
import io.gatehouse.resource.Percent;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import org.jspecify.annotations.Nullable;

/** Injected faults: which there are, and for how many requests. */
final class FaultRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            HttpFaultInjection fault = route.fault();
            if (fault == null) {
                return;
            }
            if (fault.delay() == null && fault.abort() == null) {
                context.error(RuleCodes.FAULT, path + ".fault", "there is neither delay nor abort");
            }
            if (fault.delay() != null) {
                checkDelay(path + ".fault.delay", fault.delay(), context);
            }
            if (fault.abort() != null) {
                checkAbort(path + ".fault.abort", fault.abort(), context);
            }
        });
    }

    private static void checkDelay(String field, HttpFaultInjection.Delay delay, RuleContext context) {
        checkPercentage(field, delay.percentage(), context);
        if (delay.exponentialDelay() != null) {
            context.error(
                    RuleCodes.FAULT, field + ".exponentialDelay", "is not supported, as in Istio", "use fixedDelay");
        }
        if (delay.fixedDelay() != null && delay.percentage() == null && delay.percent() == null) {
            warnNever(field, context);
        }
    }

    private static void checkAbort(String field, HttpFaultInjection.Abort abort, RuleContext context) {
        checkPercentage(field, abort.percentage(), context);
        if (abort.http2Error() != null) {
            context.error(RuleCodes.FAULT, field + ".http2Error", "is not supported, as in Istio", "use httpStatus");
        } else if (abort.grpcStatus() != null && !GrpcStatus.NAMES.contains(abort.grpcStatus())) {
            String meant = Suggestion.didYouMean(abort.grpcStatus(), GrpcStatus.NAMES);
            context.error(
                    RuleCodes.FAULT,
                    field + ".grpcStatus",
                    Names.quoted(abort.grpcStatus()) + " is not the name of a gRPC status",
                    meant != null ? meant : "write a name such as \"UNAVAILABLE\"");
        } else if (abort.httpStatus() != null && (abort.httpStatus() < 200 || abort.httpStatus() > 599)) {
            context.error(
                    RuleCodes.FAULT,
                    field + ".httpStatus",
                    Names.quoted(abort.httpStatus().toString()) + " is not between 200 and 599");
        } else if (abort.httpStatus() == null && abort.grpcStatus() == null) {
            context.warning(RuleCodes.FAULT_WITHOUT_KIND, field, "aborts nothing", "set httpStatus or grpcStatus");
        }
        if (abort.percentage() == null) {
            warnNever(field, context);
        }
    }

    private static void warnNever(String field, RuleContext context) {
        context.warning(
                RuleCodes.FAULT_NEVER, field, "without a percentage no request is chosen", "set percentage.value: 100");
    }

    private static void checkPercentage(String field, @Nullable Percent percent, RuleContext context) {
        double value = percent == null ? 0 : percent.value();
        if (value < 0 || value > 100 || (value > 0 && value < 0.0001)) {
            context.error(
                    RuleCodes.FAULT,
                    field + ".percentage.value",
                    Names.quoted(Double.toString(value)) + " is neither 0 nor between 0.0001 and 100");
        }
    }
}
