package io.gatehouse.compile;

import java.util.List;

/** The status codes of gRPC by name; a code's number is its place. */
final class GrpcCodes {
    private static final List<String> NAMES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private GrpcCodes() {}

    /** -1 for a name that is none. */
    static int number(String name) {
        return NAMES.indexOf(name);
    }
}
