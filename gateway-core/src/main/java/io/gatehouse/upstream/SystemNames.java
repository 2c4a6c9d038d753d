package io.gatehouse.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * What the operating system says of names: {@code /etc/hosts}, and the servers and search domains of
 * {@code /etc/resolv.conf}, read again when they change. Elsewhere than on Unix it is what dnsjava finds.
 */
final class SystemNames {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    private final List<InetSocketAddress> servers;
    private final Path hosts;
    private @Nullable Config config;

    /**
     * What was read.
     *
     * @param servers to ask, in this order; empty where none is named
     * @param search domains that a name may be in
     * @param ndots dots from which on a name is tried as it is first
     * @param hosts names that no server is asked for
     */
    record Config(List<Resolver> servers, List<Name> search, int ndots, HostsFileParser hosts, long version) {}

    SystemNames() {
        this(List.of());
    }

    /** With these servers in place of the system's. */
    SystemNames(List<InetSocketAddress> servers) {
        this(servers, HOSTS);
    }

    SystemNames(List<InetSocketAddress> servers, Path hosts) {
        this.servers = servers;
        this.hosts = hosts;
    }

    /** As it is now. It reads files, so it is nothing for an event loop. */
    synchronized Config config() {
        long version = modified(RESOLV_CONF) * 31 + modified(hosts);
        Config known = config;
        if (known == null || known.version() != version) {
            known = read(version);
            config = known;
        }
        return known;
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException none) {
            return -1;
        }
    }

    private Config read(long version) {
        if (!Files.isReadable(RESOLV_CONF)) {
            ResolverConfig found = ResolverConfig.getCurrentConfig();
            return config(found.servers(), found.searchPath(), found.ndots(), version);
        }
        ResolvConfResolverConfigProvider file = new ResolvConfResolverConfigProvider();
        file.initialize();
        return config(file.servers(), file.searchPaths(), file.ndots(), version);
    }

    private Config config(List<InetSocketAddress> system, List<Name> search, int ndots, long version) {
        List<Resolver> asked = new ArrayList<>();
        for (InetSocketAddress server : servers.isEmpty() ? system : servers) {
            DnsServer each = new DnsServer(server);
            each.setTimeout(QUERY_TIMEOUT);
            asked.add(each);
        }
        return new Config(asked, List.copyOf(search), ndots, new HostsFileParser(hosts), version);
    }
}
