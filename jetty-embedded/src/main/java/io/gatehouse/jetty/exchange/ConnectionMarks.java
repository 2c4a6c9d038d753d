package io.gatehouse.jetty.exchange;

import io.gatehouse.exchange.RequestChecks;
import io.gatehouse.exchange.RequestTarget;
import io.gatehouse.servlet.ConnectionAttributes;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Helps the Servlet adapter on a port of ours with what only the connector knows, and with what only it can do. */
public final class ConnectionMarks {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private ConnectionMarks() {}

    /** Tells of the connection, by request attributes. */
    public static void set(Request request, ListenerKeyed port) {
        request.setAttribute(ConnectionAttributes.LISTENER, port.key());
        request.setAttribute(ConnectionAttributes.SNI, SniNamed.of(request));
        request.setAttribute(ConnectionAttributes.TARGET, CoreTarget.of(request));
        EndPoint.SslSessionData session =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        request.setAttribute(CERTIFICATES, session == null ? null : session.peerCertificates());
    }

    /** Whether a request never reaches a servlet, or can't be served there: an upgrade, or a target without a path. */
    public static boolean isBeyondServlets(Request request) {
        RequestTarget target = CoreTarget.of(request);
        return !target.path().startsWith("/")
                || target.protocol() != null
                || RequestChecks.upgrade(request.getHeaders()) != null;
    }
}
