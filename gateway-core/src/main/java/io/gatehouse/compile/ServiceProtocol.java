package io.gatehouse.compile;

import io.gatehouse.route.ClusterSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a service's port speaks, by what its resource says of it. */
final class ServiceProtocol {
    private ServiceProtocol() {}

    /**
     * By a protocol's name, such as a ServiceEntry's {@code ports[].protocol}. Everything but HTTP/2 is called with
     * HTTP/1.1 when an HTTP route leads there, as Istio does, even where the port says TCP.
     */
    static ClusterSpec.Protocol named(@Nullable String protocol) {
        if (protocol == null) {
            return ClusterSpec.Protocol.HTTP1;
        }
        return switch (protocol.toUpperCase(Locale.ROOT)) {
            case "HTTP2", "GRPC", "H2C", "KUBERNETES.IO/H2C" -> ClusterSpec.Protocol.HTTP2;
            default -> ClusterSpec.Protocol.HTTP1;
        };
    }

    /** By a Kubernetes port's {@code appProtocol}, else by the prefix of its name ({@code grpc-web} is not gRPC). */
    static ClusterSpec.Protocol of(@Nullable String appProtocol, @Nullable String portName) {
        if (appProtocol != null || portName == null) {
            return named(appProtocol);
        }
        if (portName.startsWith("grpc-web")) {
            return ClusterSpec.Protocol.HTTP1;
        }
        int dash = portName.indexOf('-');
        return named(dash < 0 ? portName : portName.substring(0, dash));
    }
}
