package io.gatehouse.jetty.exchange;

import io.gatehouse.route.Snapshots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Request.Handler.AbortException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes what Jetty itself answers (to requests that no handler sees) in the form of all other answers. */
public final class GatewayErrorHandler implements Request.Handler {
    private final Snapshots snapshots;

    /** To be set on the server, with {@code setErrorHandler}. */
    public GatewayErrorHandler(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!(request.getConnectionMetaData().getConnection() instanceof HttpConnection)) {
            // A malformed HTTP/2 request ends its stream (RFC 9113 §8.1.1).
            MalformedStream.reset(request);
            callback.failed(new AbortException("malformed"));
            return true;
        }
        // HTTP/0.9, 1.0 and a request line of 2.0 get the same answer.
        boolean version = response.getStatus() == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        int status = version ? HttpStatus.UPGRADE_REQUIRED_426 : response.getStatus();
        byte[] body = isSilent(request, status)
                ? new byte[0]
                : HttpStatus.getMessage(status).getBytes(StandardCharsets.US_ASCII);
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders().clear();
        if (body.length > 0) {
            fields.put(HttpHeader.CONTENT_TYPE, "text/plain");
        }
        fields.put(HttpHeader.CONTENT_LENGTH, body.length);
        fields.put(request.getConnectionMetaData().getConnector().getServer().getDateField());
        fields.put(HttpHeader.SERVER, snapshots.current().mesh().serverHeader());
        boolean http11 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
        fields.put(http11 ? HttpFields.CONNECTION_CLOSE : Http1.CLOSE);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /** A missing Host and a path that can't be normalised get no text; nor do our own bugs. */
    private static boolean isSilent(Request request, int status) {
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        return (status >= 500 && status != 501)
                || "No Host".equals(message)
                || "Blank Host".equals(message)
                || holdsNul((Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION));
    }

    /** Jetty refuses {@code %00} while it parses, in these words. */
    private static boolean holdsNul(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if ("Illegal character in path".equals(at.getMessage())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
