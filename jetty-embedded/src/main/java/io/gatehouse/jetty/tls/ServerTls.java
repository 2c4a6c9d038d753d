package io.gatehouse.jetty.tls;

import io.gatehouse.pem.BadMaterialException;
import io.gatehouse.pem.Certificates;
import io.gatehouse.pem.Slot;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.CertificateSource;
import io.gatehouse.route.TlsSpec;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live TLS state of one Gateway server: its material, and the context made of it. A server that asks for client
 * certificates is not served without its CA (or its revocation list, where it names one): it fails closed.
 */
final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final String name;
    private final TlsLibraries libraries;
    private final List<Slot<TlsIdentity>> identities = new ArrayList<>();
    private final Slot<List<X509Certificate>> authorities = new Slot<>((pem, none) -> Certificates.read(pem));
    private final Slot<List<X509CRL>> revocations = new Slot<>((pem, none) -> Certificates.readRevocations(pem));
    private @Nullable TlsSpec spec;
    private @Nullable TlsContext context;
    private @Nullable String contextProblem;

    ServerTls(String name, TlsLibraries libraries) {
        this.name = name;
        this.libraries = libraries;
    }

    /** How new connections shake hands; null while they can't. */
    @Nullable
    TlsContext context() {
        return context;
    }

    /** Takes over a spec; true when new connections are served differently. */
    boolean update(TlsSpec changed) {
        boolean different = !changed.equals(spec);
        spec = changed;
        while (identities.size() > changed.certificates().size()) {
            identities.remove(identities.size() - 1);
        }
        for (int index = 0; index < changed.certificates().size(); index++) {
            if (index == identities.size()) {
                identities.add(new Slot<>(ServerTls::identity));
            }
            different |= identities.get(index).use(changed.certificates().get(index));
        }
        different |= use(authorities, changed.clientCa());
        different |= use(revocations, changed.clientCrl());
        return different && rebuild(changed);
    }

    /** Looks for changed files; true when new connections are served differently. */
    boolean refresh() {
        TlsSpec current = spec;
        if (current == null) {
            return false;
        }
        boolean different = false;
        for (Slot<?> slot : slots(current).toList()) {
            different |= slot.refresh();
        }
        return different && rebuild(current);
    }

    /** What is wrong or soon will be; empty when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        TlsSpec current = spec;
        if (current != null) {
            slots(current).map(Slot::problem).filter(Objects::nonNull).forEach(problems::add);
        }
        if (contextProblem != null) {
            problems.add(name + ": " + contextProblem);
        }
        if (context != null) {
            context.warnings().forEach(warning -> problems.add(name + ": " + warning));
            goodIdentities().map(ServerTls::expiry).filter(Objects::nonNull).forEach(problems::add);
        }
        return problems;
    }

    private static TlsIdentity identity(byte[] certificate, byte @Nullable [] key) throws BadMaterialException {
        if (key == null) {
            throw new BadMaterialException("it has no private key");
        }
        return TlsIdentity.read(certificate, key);
    }

    private static boolean use(Slot<?> slot, @Nullable CertificateSource source) {
        return source != null && slot.use(source);
    }

    private Stream<Slot<?>> slots(TlsSpec current) {
        Stream<Slot<?>> slots = Stream.concat(identities.stream(), Stream.of());
        slots = current.clientCa() == null ? slots : Stream.concat(slots, Stream.of(authorities));
        return current.clientCrl() == null ? slots : Stream.concat(slots, Stream.of(revocations));
    }

    private Stream<TlsIdentity> goodIdentities() {
        return identities.stream().map(Slot::value).filter(Objects::nonNull);
    }

    private boolean rebuild(TlsSpec current) {
        contextProblem = null;
        try {
            context = isComplete(current) ? build(current) : null;
        } catch (BadMaterialException bad) {
            context = null;
            contextProblem = bad.getMessage();
            LOG.warn("TLS server can't be served: server={} problem={}", name, bad.getMessage());
        }
        if (context != null) {
            context.warnings().forEach(warning -> LOG.warn("TLS server: server={} warning={}", name, warning));
            goodIdentities()
                    .map(ServerTls::expiry)
                    .filter(Objects::nonNull)
                    .forEach(expiry -> LOG.warn("TLS server: server={} warning={}", name, expiry));
        }
        return true;
    }

    private boolean isComplete(TlsSpec current) throws BadMaterialException {
        if (current.mode() != TlsSpec.Mode.SIMPLE && current.clientCa() == null) {
            throw new BadMaterialException(current.mode() + " has no CA for client certificates");
        }
        return goodIdentities().findAny().isPresent()
                && (current.clientCa() == null || authorities.value() != null)
                && (current.clientCrl() == null || revocations.value() != null);
    }

    private TlsContext build(TlsSpec current) throws BadMaterialException {
        boolean asksClient = current.mode() != TlsSpec.Mode.SIMPLE;
        List<TlsIdentity> own = goodIdentities().toList();
        return TlsContext.create(
                libraries.choose(name, current, own),
                current,
                own,
                asksClient ? authorities.value() : null,
                current.clientCrl() == null ? null : revocations.value());
    }

    private static @Nullable String expiry(TlsIdentity identity) {
        Instant end = identity.leaf().getNotAfter().toInstant();
        return end.isBefore(Instant.now())
                ? "the certificate of " + identity.leaf().getSubjectX500Principal() + " expired on " + end
                : null;
    }
}
