package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import org.jspecify.annotations.Nullable;

/** The findings of the compiler: what is valid by itself and yet can't be served, or not as written. */
enum CompileFinding {
    PROTOCOL_CONFLICT("GH0601", Diagnostic.Level.WARNING),
    DUPLICATE_TLS_HOST("GH0602", Diagnostic.Level.WARNING),
    DUPLICATE_PORT_NAME("GH0603", Diagnostic.Level.WARNING),
    TLS_MODE_UNSERVED("GH0604", Diagnostic.Level.WARNING),
    NO_CERTIFICATE("GH0605", Diagnostic.Level.WARNING),
    NO_L4_ROUTE("GH0606", Diagnostic.Level.WARNING),
    DUPLICATE_SNI_HOST("GH0607", Diagnostic.Level.WARNING),
    UNIX_BIND_UNSERVED("GH0608", Diagnostic.Level.WARNING),
    NAMED_TARGET_PORT("GH0609", Diagnostic.Level.WARNING),
    NO_DELEGATE("GH0610", Diagnostic.Level.WARNING),
    DELEGATE_CONFLICT("GH0611", Diagnostic.Level.WARNING),
    DELEGATE_HIDDEN("GH0612", Diagnostic.Level.WARNING),
    UNKNOWN_DESTINATION("GH0613", Diagnostic.Level.WARNING),
    BAD_REGEX("GH0615", Diagnostic.Level.ERROR),
    UNKNOWN_GATEWAY("GH0616", Diagnostic.Level.WARNING),
    NO_COMMON_HOST("GH0617", Diagnostic.Level.WARNING),
    NO_ACTION("GH0618", Diagnostic.Level.ERROR),
    BAD_HEADER_VALUE("GH0619", Diagnostic.Level.ERROR);

    private final String code;
    private final Diagnostic.Level level;

    CompileFinding(String code, Diagnostic.Level level) {
        this.code = code;
        this.level = level;
    }

    /** The finding about a field of a resource. */
    Diagnostic about(Resource resource, String field, String problem, @Nullable String mend) {
        return new Diagnostic(code, level, resource.positionOf(field), resource.key(), field, problem, mend);
    }
}
