package io.gatehouse.jetty.exchange;

import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Ends the stream of a malformed HTTP/2 request with PROTOCOL_ERROR (RFC 9113 §8.1.1). Jetty by itself says CANCEL,
 * which blames nobody.
 */
final class MalformedStream {
    private MalformedStream() {}

    static void reset(Request request) {
        if (request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection) {
            Stream stream = connection.getSession().getStream(Integer.parseInt(request.getId()));
            if (stream != null) {
                stream.reset(new ResetFrame(stream.getId(), ErrorCode.PROTOCOL_ERROR.code), Callback.NOOP);
            }
        }
    }
}
