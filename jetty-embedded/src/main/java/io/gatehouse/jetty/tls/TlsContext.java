package io.gatehouse.jetty.tls;

import io.gatehouse.pem.BadMaterialException;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.TlsSpec;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** How one server shakes hands: its certificates, versions, cipher suites and demands on the client. Immutable. */
public final class TlsContext {
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final int SESSION_SECONDS = 7_200;

    private final TlsLibrary library;
    private final SSLContext context;
    private final TlsSpec.Mode mode;
    private final SSLParameters parameters;
    private final List<String> warnings;

    private TlsContext(
            TlsLibrary library,
            SSLContext context,
            TlsSpec.Mode mode,
            List<String> versions,
            List<String> suites,
            List<String> warnings) {
        this.library = library;
        this.context = context;
        this.mode = mode;
        this.parameters = parameters(mode, versions, suites);
        this.warnings = List.copyOf(warnings);
    }

    static TlsContext create(
            TlsLibrary library,
            TlsSpec spec,
            List<TlsIdentity> identities,
            @Nullable List<X509Certificate> authorities,
            @Nullable List<X509CRL> revocations)
            throws BadMaterialException {
        List<String> warnings = new ArrayList<>();
        try {
            TrustManager[] trust = authorities == null
                    ? new TrustManager[0]
                    : new TrustManager[] {ClientTrust.create(spec, authorities, revocations)};
            SSLContext context = library.context(identities, trust);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return new TlsContext(
                    library, context, spec.mode(), versions(spec, warnings), suites(spec, context, warnings), warnings);
        } catch (GeneralSecurityException failure) {
            throw new BadMaterialException("TLS can't use it: " + failure.getMessage());
        }
    }

    private static SSLParameters parameters(TlsSpec.Mode mode, List<String> versions, List<String> suites) {
        SSLParameters parameters = new SSLParameters(suites.toArray(String[]::new), versions.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        switch (mode) {
            case SIMPLE -> parameters.setNeedClientAuth(false);
            case MUTUAL -> parameters.setNeedClientAuth(true);
            case OPTIONAL_MUTUAL -> parameters.setWantClientAuth(true);
        }
        return parameters;
    }

    private static List<String> versions(TlsSpec spec, List<String> warnings) throws BadMaterialException {
        int lowest = VERSIONS.indexOf(jsseVersion(spec.minVersion()));
        int highest = VERSIONS.indexOf(jsseVersion(spec.maxVersion()));
        if (lowest < 0 || highest < lowest) {
            throw new BadMaterialException(
                    "there is no TLS version from " + spec.minVersion() + " to " + spec.maxVersion());
        }
        Set<String> disabled = disabledAlgorithms();
        List<String> versions = new ArrayList<>(VERSIONS.subList(lowest, highest + 1));
        for (String version : List.copyOf(versions)) {
            if (disabled.contains(version)) {
                versions.remove(version);
                warnings.add(version + " is not served: the JVM's jdk.tls.disabledAlgorithms forbids it");
            }
        }
        if (versions.isEmpty()) {
            throw new BadMaterialException("the JVM forbids every TLS version that it allows");
        }
        return versions;
    }

    private static String jsseVersion(String version) {
        return version.equals("TLSv1.0") ? "TLSv1" : version;
    }

    private static Set<String> disabledAlgorithms() {
        String disabled = Security.getProperty("jdk.tls.disabledAlgorithms");
        return disabled == null ? Set.of() : new HashSet<>(Arrays.asList(disabled.split("\\s*,\\s*")));
    }

    private static List<String> suites(TlsSpec spec, SSLContext context, List<String> warnings)
            throws BadMaterialException {
        Set<String> supported = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        List<String> suites = new ArrayList<>();
        for (String name : spec.cipherSuites()) {
            String suite = CipherNames.jsse(name);
            if (suite == null || !supported.contains(suite)) {
                warnings.add("cipher suite \"" + name + "\" is not known and ignored");
            } else if (!suites.contains(suite)) {
                suites.add(suite);
            }
        }
        if (suites.isEmpty() && !spec.cipherSuites().isEmpty()) {
            throw new BadMaterialException("it can use none of its cipher suites " + spec.cipherSuites());
        }
        List<String> all = new ArrayList<>(CipherNames.TLS_1_3);
        all.addAll(suites.isEmpty() ? CipherNames.DEFAULTS : suites);
        all.retainAll(supported);
        return all;
    }

    /** What the server's user should know although it serves. */
    List<String> warnings() {
        return warnings;
    }

    boolean asksForClientCertificate() {
        return mode != TlsSpec.Mode.SIMPLE;
    }

    boolean requiresClientCertificate() {
        return mode == TlsSpec.Mode.MUTUAL;
    }

    /** The server's side of one handshake with a peer. */
    SSLEngine newEngine(@Nullable SocketAddress peer) {
        SSLEngine engine = peer instanceof InetSocketAddress inet
                ? context.createSSLEngine(inet.getHostString(), inet.getPort())
                : context.createSSLEngine();
        engine.setUseClientMode(false);
        library.prepare(engine, parameters);
        return engine;
    }

    /** Whether its engines work in place on buffers outside the heap. */
    boolean prefersDirectBuffers() {
        return library.prefersDirectBuffers();
    }

    /** The connection of an engine has ended. */
    void release(SSLEngine engine) {
        library.release(engine);
    }
}
