package io.gatehouse.exchange;

import org.eclipse.jetty.http.HttpFields;

/** Status and header fields of an answer, before they are sent: hooks change them in place. */
public final class ResponseHead {
    private final HttpFields.Mutable fields;
    private int status;

    /** A head to be filled. */
    public ResponseHead(int status, HttpFields.Mutable fields) {
        this.status = status;
        this.fields = fields;
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** Changes the status code. */
    public void status(int newStatus) {
        this.status = newStatus;
    }

    /** The header fields. */
    public HttpFields.Mutable fields() {
        return fields;
    }
}
