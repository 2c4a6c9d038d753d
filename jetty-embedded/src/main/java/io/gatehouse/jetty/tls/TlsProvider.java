package io.gatehouse.jetty.tls;

import java.util.Locale;

/** Whose TLS shakes hands with clients. Connections to upstreams are always the JDK's. */
public enum TlsProvider {
    /** Conscrypt where its native code can be loaded, else the JDK; the default. */
    AUTO,
    /** The JDK's, or what the JVM's {@code java.security} puts in its place. */
    JDK,
    /** Conscrypt, which is Google's BoringSSL, as in Envoy: a gateway does not start where it can't be loaded. */
    CONSCRYPT;

    /**
     * The provider of a name in lower case, as command lines and properties have it.
     *
     * @throws IllegalArgumentException when there is none; the message names those that there are
     */
    public static TlsProvider named(String name) {
        for (TlsProvider provider : values()) {
            if (provider.name().toLowerCase(Locale.ROOT).equals(name)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("\"" + name + "\" is no TLS provider: auto, jdk or conscrypt");
    }
}
