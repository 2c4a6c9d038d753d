package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.ServerTls;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Walks the servers of a Gateway that have TLS settings. */
final class TlsServers {
    private TlsServers() {}

    static void each(Gateway gateway, BiConsumer<String, ServerTls> visitor) {
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            if (server.tls() != null) {
                visitor.accept(path + ".tls", server.tls());
            }
        });
    }

    static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    /** The gateway itself ends TLS and shows a certificate. */
    static boolean terminates(ServerTls tls) {
        ServerTls.Mode mode = tls.effectiveMode();
        return mode == ServerTls.Mode.SIMPLE || asksForClientCertificate(tls);
    }

    static boolean asksForClientCertificate(ServerTls tls) {
        ServerTls.Mode mode = tls.effectiveMode();
        return mode == ServerTls.Mode.MUTUAL || mode == ServerTls.Mode.OPTIONAL_MUTUAL;
    }

    static boolean hasCredential(ServerTls tls) {
        return isSet(tls.credentialName()) || !tls.credentialNames().isEmpty();
    }
}
