package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.ServerTls;
import org.jspecify.annotations.Nullable;

/** A server that ends TLS has exactly one source of certificates; {@code ISTIO_MUTUAL} has none. */
final class ServerCertificateRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        TlsServers.each(gateway, (path, tls) -> {
            if (tls.effectiveMode() == ServerTls.Mode.ISTIO_MUTUAL) {
                refuseCertificates(path, tls, context);
                return;
            }
            if (sources(tls) > 1) {
                context.error(
                        RuleCodes.SERVER_CERTIFICATE,
                        path,
                        "certificates come from more than one source",
                        "keep one of credentialName, credentialNames, serverCertificate with privateKey,"
                                + " tlsCertificates");
            }
            if (TlsServers.terminates(tls) && !TlsServers.hasCredential(tls)) {
                requireFiles(path, tls, context);
            }
        });
    }

    private static int sources(ServerTls tls) {
        int sources = 0;
        sources += TlsServers.isSet(tls.serverCertificate()) && TlsServers.isSet(tls.privateKey()) ? 1 : 0;
        sources += TlsServers.isSet(tls.credentialName()) ? 1 : 0;
        sources += tls.credentialNames().isEmpty() ? 0 : 1;
        sources += tls.tlsCertificates().isEmpty() ? 0 : 1;
        return sources;
    }

    private static void refuseCertificates(String path, ServerTls tls, RuleContext context) {
        boolean any = TlsServers.isSet(tls.serverCertificate())
                || TlsServers.isSet(tls.privateKey())
                || TlsServers.isSet(tls.caCertificates())
                || !tls.tlsCertificates().isEmpty()
                || TlsServers.hasCredential(tls);
        if (any) {
            context.error(
                    RuleCodes.SERVER_CERTIFICATE,
                    path,
                    "mode ISTIO_MUTUAL takes its certificates from the mesh and can't have others",
                    "remove the certificates or use mode MUTUAL");
        }
    }

    private static void requireFiles(String path, ServerTls tls, RuleContext context) {
        if (tls.tlsCertificates().isEmpty()) {
            requireFile(path, "serverCertificate", tls.serverCertificate(), tls, context);
            requireFile(path, "privateKey", tls.privateKey(), tls, context);
        }
        Routes.each(path + ".tlsCertificates", tls.tlsCertificates(), (p, certificate) -> {
            requireFile(p, "serverCertificate", certificate.serverCertificate(), tls, context);
            requireFile(p, "privateKey", certificate.privateKey(), tls, context);
        });
    }

    private static void requireFile(
            String path, String name, @Nullable String file, ServerTls tls, RuleContext context) {
        if (!TlsServers.isSet(file)) {
            context.error(
                    RuleCodes.SERVER_CERTIFICATE,
                    path + "." + name,
                    "mode " + tls.effectiveMode() + " needs a " + name,
                    "set it, or credentialName");
        }
    }
}
