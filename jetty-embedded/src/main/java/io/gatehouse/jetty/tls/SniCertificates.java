package io.gatehouse.jetty.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The choice by server name (RFC 6066 §3): exact over the longest wildcard over {@code *}; of equals the first given.
 * Not about Hosts of requests: those are compared with the server name by routing.
 */
public final class SniCertificates {
    /** A host pattern and where it leads. */
    record Entry(String pattern, TlsTarget target) {}

    private final Map<String, TlsTarget> exact;
    private final Map<String, TlsTarget> suffixes;
    private final @Nullable TlsTarget any;

    private SniCertificates(Map<String, TlsTarget> exact, Map<String, TlsTarget> suffixes, @Nullable TlsTarget any) {
        this.exact = Map.copyOf(exact);
        this.suffixes = Map.copyOf(suffixes);
        this.any = any;
    }

    static SniCertificates create(List<Entry> entries) {
        Map<String, TlsTarget> exact = new HashMap<>();
        Map<String, TlsTarget> suffixes = new HashMap<>();
        TlsTarget any = null;
        for (Entry entry : entries) {
            String pattern = entry.pattern().toLowerCase(Locale.ROOT);
            if (pattern.equals("*")) {
                any = any == null ? entry.target() : any;
            } else if (pattern.startsWith("*")) {
                suffixes.putIfAbsent(pattern.substring(1), entry.target());
            } else {
                exact.putIfAbsent(pattern, entry.target());
            }
        }
        return new SniCertificates(exact, suffixes, any);
    }

    /**
     * Where a handshake leads.
     *
     * @param serverName lower-case; null when the client sent none, which only {@code *} covers
     * @return null when no host covers the name: the connection is reset
     */
    @Nullable
    TlsTarget select(@Nullable String serverName) {
        if (serverName == null) {
            return any;
        }
        TlsTarget found = exact.get(serverName);
        for (int dot = serverName.indexOf('.'); found == null && dot >= 0; dot = serverName.indexOf('.', dot + 1)) {
            found = suffixes.get(serverName.substring(dot));
        }
        return found != null ? found : any;
    }
}
