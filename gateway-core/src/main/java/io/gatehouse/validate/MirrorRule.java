package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;

/** A share of mirrored requests is 0 to 100. */
final class MirrorRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            if (route.mirrorPercent() != null) {
                checkShare(path + ".mirrorPercent", route.mirrorPercent(), context);
            }
            if (route.mirrorPercentage() != null) {
                checkShare(
                        path + ".mirrorPercentage.value",
                        route.mirrorPercentage().value(),
                        context);
            }
            Routes.each(path + ".mirrors", route.mirrors(), (p, mirror) -> {
                if (mirror.percentage() != null) {
                    checkShare(p + ".percentage.value", mirror.percentage().value(), context);
                }
            });
        });
    }

    private static void checkShare(String field, double value, RuleContext context) {
        if (value < 0 || value > 100) {
            context.error(RuleCodes.MIRROR, field, Names.quoted(Double.toString(value)) + " is not between 0 and 100");
        }
    }
}
