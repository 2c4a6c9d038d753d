package io.gatehouse.resource;

import java.util.List;

/** The status codes of gRPC by name, as {@code fault.abort.grpcStatus} writes them; a code's number is its place. */
public final class GrpcStatus {
    /** All names, in the order of their numbers from 0 on. */
    public static final List<String> NAMES = List.of(
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

    private GrpcStatus() {}

    /** The code of this name; -1 for a name that is none. */
    public static int number(String name) {
        return NAMES.indexOf(name);
    }
}
