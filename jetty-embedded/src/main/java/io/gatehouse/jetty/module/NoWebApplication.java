package io.gatehouse.jetty.module;

import io.gatehouse.route.Snapshots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers 503 on a Gateway's port while gateway.war is not deployed: the ports stay open, so that an exchange of the
 * application refuses no connection.
 */
final class NoWebApplication {
    private static final Logger LOG = LoggerFactory.getLogger(NoWebApplication.class);
    static final String REASON = "gateway.war is not deployed at the root context";
    private static final long LOG_INTERVAL_NANOS = 60_000_000_000L;

    private final Snapshots snapshots;
    private volatile long logged = System.nanoTime() - LOG_INTERVAL_NANOS;

    NoWebApplication(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    boolean handle(Request request, Response response, Callback callback) {
        long now = System.nanoTime();
        if (now - logged >= LOG_INTERVAL_NANOS) {
            logged = now;
            LOG.warn("{}: requests on the Gateways' ports are answered 503", REASON);
        }
        byte[] body = REASON.getBytes(StandardCharsets.US_ASCII);
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
        HttpFields.Mutable fields = response.getHeaders();
        fields.put(HttpHeader.CONTENT_TYPE, "text/plain");
        fields.put(HttpHeader.CONTENT_LENGTH, body.length);
        fields.put(request.getConnectionMetaData().getConnector().getServer().getDateField());
        fields.put(HttpHeader.SERVER, snapshots.current().mesh().serverHeader());
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
