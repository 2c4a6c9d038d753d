package io.gatehouse.jetty.launcher;

import io.gatehouse.upstream.DnsSettings;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How names of upstreams are looked up; where nothing is said, as the system properties say. */
final class DnsOptions {
    @Option(
            names = "--dns-server",
            split = ",",
            paramLabel = "IP[:PORT]",
            description = "Ask this DNS server for upstreams; repeatable. Default: the system's.")
    private Set<String> servers = new LinkedHashSet<>();

    @Option(
            names = "--dynamic-dns",
            paramLabel = "WHERE",
            description = "Serve ServiceEntries of resolution DYNAMIC_DNS, whose clients choose the upstream's name:"
                    + " off, or names that lead to public, private (public, too) or any addresses. Default: off")
    private DnsSettings.@Nullable Dynamic dynamic;

    DnsSettings settings() {
        try {
            return DnsSettings.read(this::value);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String value(String name) {
        if (name.equals(DnsSettings.SERVERS) && !servers.isEmpty()) {
            return String.join(",", servers);
        }
        if (name.equals(DnsSettings.DYNAMIC) && dynamic != null) {
            return dynamic.name().toLowerCase(Locale.ROOT);
        }
        return System.getProperty(name);
    }
}
