package io.gatehouse.tests.conformance;

import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.Failure;
import io.gatehouse.tests.conformance.data.RecordedCase;
import java.util.List;

/**
 * What can be asked of gateway.war alone in a container: requests on the container's HTTP and HTTPS ports. Which ports
 * are open, and every handshake, are the container's affair.
 */
public final class ContainerCases {
    private ContainerCases() {}

    /** Those of the cases that a container's ports can carry, without the outcome of their handshakes. */
    public static List<RecordedCase> of(List<RecordedCase> cases) {
        return cases.stream()
                .filter(ContainerCases::isCarried)
                .map(RecordedCase::withoutHandshake)
                .toList();
    }

    private static boolean isCarried(RecordedCase recorded) {
        if (recorded.configOnly()
                || recorded.request().tcp()
                || !recorded.request().port().startsWith("HTTP")) {
            return false;
        }
        ClientResponse response = recorded.response();
        boolean refused = response.failure() != null && response.failure().kind() == Failure.Kind.REFUSED;
        boolean noHandshake = response.failure() != null && recorded.request().tls() != null;
        return !refused && !noHandshake;
    }
}
