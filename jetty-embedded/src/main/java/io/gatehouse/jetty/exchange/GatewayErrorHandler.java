package io.gatehouse.jetty.exchange;

import io.gatehouse.route.Snapshots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes what Jetty itself answers (to requests that no handler sees) in the form of all other answers. */
public final class GatewayErrorHandler implements Request.Handler {
    private final Snapshots snapshots;

    /** To be set on the server, with {@code setErrorHandler}. */
    public GatewayErrorHandler(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // HTTP/0.9, 1.0 and a request line of 2.0 get the same answer.
        boolean version = response.getStatus() == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        int status = version ? HttpStatus.UPGRADE_REQUIRED_426 : response.getStatus();
        byte[] body = body(request, status);
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders().clear();
        if (body.length > 0) {
            fields.put(HttpHeader.CONTENT_TYPE, "text/plain");
        }
        fields.put(HttpHeader.CONTENT_LENGTH, body.length);
        fields.put(request.getConnectionMetaData().getConnector().getServer().getDateField());
        fields.put(HttpHeader.SERVER, snapshots.current().mesh().serverHeader());
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            fields.put(HttpFields.CONNECTION_CLOSE);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static byte[] body(Request request, int status) {
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        boolean silent = status >= 500 && status != 501 || "No Host".equals(message) || "Blank Host".equals(message);
        return silent ? new byte[0] : HttpStatus.getMessage(status).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
