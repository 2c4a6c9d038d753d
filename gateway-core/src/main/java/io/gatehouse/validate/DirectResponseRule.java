package io.gatehouse.validate;

import io.gatehouse.resource.HttpDirectResponse;
import io.gatehouse.resource.VirtualService;

/** A direct response has a final status and a body that the configuration can carry. */
final class DirectResponseRule implements Rule<VirtualService> {
    private static final int MAX_OCTETS = 1024 * 1024;
    private static final int LARGE_OCTETS = 100 * 1024;

    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            HttpDirectResponse response = route.directResponse();
            if (response == null) {
                return;
            }
            if (response.status() < 200 || response.status() > 599) {
                context.error(
                        RuleCodes.DIRECT_RESPONSE,
                        path + ".directResponse.status",
                        Names.quoted(Integer.toString(response.status())) + " is not between 200 and 599");
            }
            int size = response.body() == null ? 0 : response.body().octets().length;
            if (size > MAX_OCTETS) {
                context.error(
                        RuleCodes.DIRECT_RESPONSE,
                        path + ".directResponse.body",
                        "the body is larger than 1 MiB",
                        "serve it from an upstream");
            } else if (size > LARGE_OCTETS) {
                context.warning(
                        RuleCodes.DIRECT_RESPONSE_SIZE,
                        path + ".directResponse.body",
                        "the body is larger than 100 KiB",
                        "serve it from an upstream");
            }
        });
    }
}
