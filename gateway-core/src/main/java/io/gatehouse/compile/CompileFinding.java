package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The findings of the compiler: what is valid by itself and yet can't be served, or not as written, on this gateway.
 * What can be seen without knowing the gateway is the validator's to say.
 */
enum CompileFinding {
    PROTOCOL_CONFLICT("GH0701"),
    DUPLICATE_TLS_HOST("GH0702"),
    NO_L4_ROUTE("GH0703"),
    DUPLICATE_SNI_HOST("GH0704"),
    UNIX_BIND_UNSERVED("GH0705"),
    NAMED_TARGET_PORT("GH0706"),
    DELEGATE_CONFLICT("GH0707"),
    DELEGATE_HIDDEN("GH0708"),
    UNSERVABLE_RULE("GH0709"),
    DYNAMIC_DNS_OFF("GH0710");

    private final String code;

    CompileFinding(String code) {
        this.code = code;
    }

    /** The finding about a field of a resource. */
    Diagnostic about(Resource resource, String field, String problem, @Nullable String mend) {
        return new Diagnostic(
                code, Diagnostic.Level.WARNING, resource.positionOf(field), resource.key(), field, problem, mend);
    }
}
