package io.gatehouse.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How names of upstreams are looked up.
 *
 * @param servers {@code gatehouse.dns.servers}: addresses of DNS servers, {@code IP[:port],…}; empty, the default, for
 *     those of the system, whose own resolver is asked for what they don't know
 * @param dynamic {@code gatehouse.dns.dynamic}: whether ServiceEntries of resolution DYNAMIC_DNS are served, {@code off}
 *     by default
 */
public record DnsSettings(List<InetSocketAddress> servers, Dynamic dynamic) {
    /** The name of {@link #servers}, as system properties have it. */
    public static final String SERVERS = "gatehouse.dns.servers";

    /** The name of {@link #dynamic}. */
    public static final String DYNAMIC = "gatehouse.dns.dynamic";

    /** The system's servers, and no dynamic names. */
    public static final DnsSettings DEFAULT = new DnsSettings(List.of(), Dynamic.OFF);

    private static final int PORT = 53;

    /** Which addresses a name that a client chose may lead to. */
    public enum Dynamic {
        /** Such names are not looked up. */
        OFF,
        /** Addresses of the Internet. */
        PUBLIC,
        /** Those of private networks, too. */
        PRIVATE,
        /** Loopback and link-local ones, too: clients may reach what listens for this machine only. */
        ANY
    }

    public DnsSettings {
        servers = List.copyOf(servers);
    }

    /**
     * Reads settings.
     *
     * @param values gives the value of a name, null or blank for the default
     * @throws IllegalArgumentException with a sentence, when a value is none
     */
    public static DnsSettings read(Function<String, @Nullable String> values) {
        String servers = values.apply(SERVERS);
        String dynamic = values.apply(DYNAMIC);
        return new DnsSettings(
                servers == null || servers.isBlank() ? List.of() : servers(servers),
                dynamic == null || dynamic.isBlank() ? Dynamic.OFF : dynamic(dynamic.strip()));
    }

    private static List<InetSocketAddress> servers(String text) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String server : text.split(",")) {
            if (!server.isBlank()) {
                servers.add(server(server.strip()));
            }
        }
        return servers;
    }

    private static InetSocketAddress server(String text) {
        boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        int colon = bare ? -1 : text.indexOf(':', text.lastIndexOf(']') + 1);
        String host =
                (colon < 0 ? text : text.substring(0, colon)).replace("[", "").replace("]", "");
        if (!host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException(SERVERS + ": \"" + text + "\" is not IP[:port]");
        }
        try {
            int port = colon < 0 ? PORT : Integer.parseInt(text.substring(colon + 1));
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException(SERVERS + ": \"" + text + "\" is not IP[:port]", e);
        }
    }

    private static Dynamic dynamic(String text) {
        for (Dynamic each : Dynamic.values()) {
            if (each.name().equals(text.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new IllegalArgumentException(DYNAMIC + ": \"" + text + "\" is none of off, public, private, any");
    }
}
