package io.gatehouse.exchange;

import io.gatehouse.telemetry.ResponseReason;

/**
 * A request that is answered before routing.
 *
 * @param status the code
 * @param reason for the access log
 * @param body a short text; empty for none
 * @param close whether the connection ends with the answer
 */
public record Rejection(int status, ResponseReason reason, String body, boolean close) {
    /** 400 for what breaks HTTP itself. */
    public static final Rejection BAD_REQUEST = new Rejection(400, ResponseReason.BAD_REQUEST, "Bad Request", true);

    /** 400 without a text, as for a missing Host or a path that can't be normalised. */
    public static final Rejection BAD_REQUEST_EMPTY = new Rejection(400, ResponseReason.BAD_REQUEST, "", true);

    /** 426 for HTTP versions that are not served. */
    public static final Rejection UPGRADE_REQUIRED =
            new Rejection(426, ResponseReason.BAD_REQUEST, "Upgrade Required", true);

    /** 501 for transfer codings other than {@code chunked}. */
    public static final Rejection NOT_IMPLEMENTED =
            new Rejection(501, ResponseReason.BAD_REQUEST, "Not Implemented", true);

    /** 431 for too many or too large fields. */
    public static final Rejection FIELDS_TOO_LARGE =
            new Rejection(431, ResponseReason.BAD_REQUEST, "Request Header Fields Too Large", true);

    /** 403 for an absolute {@code https} URI in clear text. */
    public static final Rejection WRONG_SCHEME = new Rejection(403, ResponseReason.BAD_REQUEST, "Forbidden", true);

    /** 403 for an Upgrade that is not tunnelled. */
    public static final Rejection UPGRADE_FAILED = new Rejection(403, ResponseReason.UPGRADE_FAILED, "", true);

    /** 404 for CONNECT: a gateway is no forward proxy. */
    public static final Rejection CONNECT = new Rejection(404, ResponseReason.ROUTE_NOT_FOUND, "", false);
}
