package io.gatehouse.upstream.connection;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What an upstream answered, without the body. */
public interface UpstreamAnswer {
    /** The status code. */
    int status();

    /** The version of the connection. */
    HttpVersion version();

    /** Header fields as received. */
    HttpFields fields();

    /** Trailers, when the body has ended; null without. */
    @Nullable
    HttpFields trailers();
}
