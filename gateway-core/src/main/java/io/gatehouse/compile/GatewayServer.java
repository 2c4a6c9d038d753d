package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Server;
import io.gatehouse.resource.ServerTls;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One {@code servers[]} entry of a Gateway that chose this gateway.
 *
 * @param index in its Gateway
 */
record GatewayServer(Gateway gateway, int index, ServerHosts hosts) {
    static GatewayServer of(Gateway gateway, int index) {
        return new GatewayServer(
                gateway,
                index,
                new ServerHosts(
                        gateway.servers().get(index).hosts(), gateway.metadata().namespace()));
    }

    Server server() {
        return gateway.servers().get(index);
    }

    @Nullable
    ServerTls tls() {
        return server().tls();
    }

    /** {@code namespace/name}. */
    String gatewayName() {
        return gateway.metadata().namespace() + "/" + gateway.metadata().name();
    }

    String field() {
        return "spec.servers[" + index + "]";
    }

    String protocol() {
        return server().port().protocol().toUpperCase(Locale.ROOT);
    }

    int port() {
        return server().port().number();
    }

    /** Clear-text HTTP of any version. */
    boolean isPlainHttp() {
        return switch (protocol()) {
            case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> true;
            default -> false;
        };
    }

    /** TLS on the wire, terminated or not. */
    boolean isTls() {
        return !isPlainHttp() && tls() != null;
    }

    boolean isPassthrough() {
        ServerTls tls = tls();
        return isTls() && tls != null && tls.effectiveMode() == ServerTls.Mode.PASSTHROUGH;
    }

    /** TLS that is terminated here with HTTP inside. */
    boolean isHttps() {
        return isTls() && protocol().equals("HTTPS") && !isPassthrough();
    }

    boolean httpsRedirect() {
        ServerTls tls = tls();
        return tls != null && tls.httpsRedirect();
    }

    Diagnostic finding(CompileFinding finding, String subfield, String problem, @Nullable String mend) {
        return finding.about(gateway, field() + subfield, problem, mend);
    }
}
