package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Server;
import io.gatehouse.resource.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One {@code servers[]} entry of a Gateway that chose this gateway.
 *
 * @param index in its Gateway
 */
record GatewayServer(Gateway gateway, int index, ServerHosts hosts) {
    /** All servers of a Gateway. */
    static List<GatewayServer> of(Gateway gateway) {
        List<GatewayServer> servers = new ArrayList<>();
        String home = gateway.metadata().namespace();
        for (Server server : gateway.servers()) {
            servers.add(new GatewayServer(gateway, servers.size(), new ServerHosts(server.hosts(), home)));
        }
        return servers;
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
