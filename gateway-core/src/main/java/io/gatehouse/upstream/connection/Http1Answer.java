package io.gatehouse.upstream.connection;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** An answer as the parser reads it. */
final class Http1Answer implements UpstreamAnswer {
    private final int status;
    private final HttpVersion version;
    private final HttpFields.Mutable fields = HttpFields.build(16);
    private HttpFields.@Nullable Mutable trailers;
    private boolean closes;

    Http1Answer(HttpVersion version, int status) {
        this.version = version;
        this.status = status;
        // HTTP/1.0 must say that it stays
        this.closes = version.getVersion() < HttpVersion.HTTP_1_1.getVersion();
    }

    void add(HttpField field) {
        if (field.getHeader() == HttpHeader.CONNECTION) {
            if (field.contains(HttpHeaderValue.CLOSE.asString())) {
                closes = true;
            } else if (field.contains(HttpHeaderValue.KEEP_ALIVE.asString())) {
                closes = false;
            }
        }
        fields.add(field);
    }

    void addTrailer(HttpField field) {
        if (trailers == null) {
            trailers = HttpFields.build();
        }
        trailers.add(field);
    }

    boolean isInterim() {
        return HttpStatus.isInterim(status);
    }

    boolean isUpgrade() {
        return status == HttpStatus.SWITCHING_PROTOCOLS_101;
    }

    /** Whether the upstream ends the connection after it. */
    boolean closes() {
        return closes;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public HttpVersion version() {
        return version;
    }

    @Override
    public HttpFields fields() {
        return fields;
    }

    @Override
    public @Nullable HttpFields trailers() {
        return trailers;
    }
}
