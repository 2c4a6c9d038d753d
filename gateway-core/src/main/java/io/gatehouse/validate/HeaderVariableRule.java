package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.Map;

/** The {@code %…%} variables that a gateway can fill in; Envoy refuses the unknown ones too, only later. */
final class HeaderVariableRule implements Rule<VirtualService> {
    /** The variables that have a value here. */
    static final List<String> SERVED = List.of(
            "BYTES_RECEIVED",
            "BYTES_SENT",
            "DOWNSTREAM_DIRECT_REMOTE_ADDRESS",
            "DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT",
            "DOWNSTREAM_DIRECT_REMOTE_PORT",
            "DOWNSTREAM_LOCAL_ADDRESS",
            "DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT",
            "DOWNSTREAM_LOCAL_PORT",
            "DOWNSTREAM_PEER_FINGERPRINT_256",
            "DOWNSTREAM_PEER_ISSUER",
            "DOWNSTREAM_PEER_SERIAL",
            "DOWNSTREAM_PEER_SUBJECT",
            "DOWNSTREAM_PEER_URI_SAN",
            "DOWNSTREAM_REMOTE_ADDRESS",
            "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT",
            "DOWNSTREAM_REMOTE_PORT",
            "DURATION",
            "HOSTNAME",
            "PROTOCOL",
            "REQ",
            "REQUESTED_SERVER_NAME",
            "RESP",
            "RESPONSE_CODE",
            "RESPONSE_CODE_DETAILS",
            "RESPONSE_FLAGS",
            "ROUTE_NAME",
            "START_TIME",
            "UPSTREAM_CLUSTER",
            "UPSTREAM_HOST",
            "UPSTREAM_REMOTE_ADDRESS",
            "UPSTREAM_REQUEST_ATTEMPT_COUNT");

    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.headers(service, (path, headers) -> {
            checkValues(path + ".request.set", headers.request().set(), context);
            checkValues(path + ".request.add", headers.request().add(), context);
            checkValues(path + ".response.set", headers.response().set(), context);
            checkValues(path + ".response.add", headers.response().add(), context);
        });
    }

    private static void checkValues(String path, Map<String, String> values, RuleContext context) {
        values.forEach((name, value) -> {
            if (HeaderValues.problem(value) != null) {
                return;
            }
            for (String variable : HeaderValues.variables(value)) {
                if (!SERVED.contains(variable)) {
                    String meant = Suggestion.didYouMean(variable, SERVED);
                    context.error(
                            RuleCodes.HEADER_VARIABLE,
                            FieldPath.child(path, name),
                            "the variable " + Names.quoted("%" + variable + "%") + " has no value here",
                            meant != null ? meant : "docs/diagnostics.md lists those that have");
                }
            }
        });
    }
}
