package io.gatehouse.upstream;

import org.eclipse.jetty.http.HttpFields;

/** What a gRPC answer would be in HTTP, as Envoy has it. */
final class GrpcAnswers {
    private static final String CONTENT_TYPE = "application/grpc";

    private GrpcAnswers() {}

    /**
     * The status that counts: that of the answer, unless its head says how a gRPC call ended ("trailers only").
     *
     * @param status of the answer
     * @param fields of its head
     */
    static int httpStatus(int status, HttpFields fields) {
        String grpc = fields.get("grpc-status");
        if (grpc == null) {
            return status;
        }
        String type = fields.get("content-type");
        return type == null || !type.startsWith(CONTENT_TYPE) ? status : httpStatus(grpc);
    }

    private static int httpStatus(String grpc) {
        return switch (grpc) {
            case "0" -> 200;
            case "1" -> 499;
            case "3", "9", "11" -> 400;
            case "4" -> 504;
            case "5" -> 404;
            case "6", "10" -> 409;
            case "7" -> 403;
            case "8" -> 429;
            case "12" -> 501;
            case "14" -> 503;
            case "16" -> 401;
            // Unknown, internal, data loss, and what is no status
            default -> 500;
        };
    }
}
