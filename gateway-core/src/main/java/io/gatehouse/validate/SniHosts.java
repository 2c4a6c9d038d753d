package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SNI names of a VirtualService's TLS routes. */
final class SniHosts {
    private static final Pattern GENERATED = Pattern.compile("outbound_\\.?[^_]*[0-9][^_]*_[^_]*_.*[a-zA-Z].*");

    private SniHosts() {}

    static boolean any(VirtualService service) {
        return service.tls().stream()
                .flatMap(route -> route.match().stream())
                .anyMatch(match -> !match.sniHosts().isEmpty());
    }

    /** A host on a gateway that routes by SNI; also the names a mesh generates, {@code outbound_.80_._.host}. */
    static @Nullable String domainOfGateway(String host) {
        if (!host.startsWith("outbound_")) {
            return Names.wildcardDomain(host);
        }
        return GENERATED.matcher(host).matches() && host.length() <= 255
                ? null
                : Names.quoted(host) + " is not of the form outbound_.PORT_._.HOST";
    }
}
