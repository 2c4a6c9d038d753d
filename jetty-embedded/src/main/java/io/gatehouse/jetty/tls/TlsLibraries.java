package io.gatehouse.jetty.tls;

import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.TlsSpec;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The choice of a TLS implementation, server by server. Native code is loaded for the first server that needs it, so
 * that a gateway without TLS pays nothing for it.
 */
public final class TlsLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(TlsLibraries.class);
    private static final TlsLibrary JDK = new JdkTls();

    private final TlsProvider provider;

    private TlsLibraries(TlsProvider provider) {
        this.provider = provider;
    }

    /** The native one of this JVM, or why there is none. */
    private record Native(@Nullable TlsLibrary library, String problem) {
        static final Native LOADED = load();

        private static Native load() {
            try {
                return new Native(ConscryptTls.load(), "");
            } catch (LinkageError | GeneralSecurityException unable) {
                return new Native(null, problem(unable));
            }
        }

        private static String problem(Throwable unable) {
            return unable instanceof NoClassDefFoundError
                    ? "conscrypt-openjdk-uber is not on the class path"
                    : String.valueOf(unable.getMessage());
        }
    }

    /**
     * The choice that a user made.
     *
     * @throws IllegalStateException when it is {@link TlsProvider#CONSCRYPT} and that can't be loaded
     */
    public static TlsLibraries of(TlsProvider provider) {
        if (provider == TlsProvider.CONSCRYPT && Native.LOADED.library() == null) {
            throw new IllegalStateException("Conscrypt can't be used: " + Native.LOADED.problem());
        }
        return new TlsLibraries(provider);
    }

    /**
     * How many connections without TLS one with it counts for, where descriptors are scarce: for each, Conscrypt opens
     * a pipe that an engine has no use for.
     */
    public int costInConnections() {
        return provider == TlsProvider.JDK ? 1 : 2;
    }

    /** Those that let one direction of a connection end before the other, as TCP does: Conscrypt ends both at once. */
    TlsLibraries halfClosing() {
        return new TlsLibraries(TlsProvider.JDK);
    }

    /** The one that serves a server. */
    TlsLibrary choose(String server, TlsSpec spec, List<TlsIdentity> identities) {
        if (provider == TlsProvider.JDK) {
            return JDK;
        }
        TlsLibrary library = Native.LOADED.library();
        if (library == null) {
            LOG.info("TLS is the JDK's: server={} reason={}", server, Native.LOADED.problem());
            return JDK;
        }
        if (!library.serves(spec, identities)) {
            LOG.info(
                    "TLS is the JDK's: server={} reason=Conscrypt has not its versions, cipher suites or certificates",
                    server);
            return JDK;
        }
        return library;
    }
}
