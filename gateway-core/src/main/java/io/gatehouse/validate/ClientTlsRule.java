package io.gatehouse.validate;

import io.gatehouse.resource.ClientTls;
import io.gatehouse.resource.DestinationRule;
import org.jspecify.annotations.Nullable;

/** TLS to the upstream: where certificates come from, and what skipping verification excludes. */
final class ClientTlsRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        TrafficPolicies.each(rule, settings -> {
            if (settings.tls() != null) {
                checkTls(
                        settings.path() + ".tls",
                        settings.tls(),
                        rule.metadata().namespace(),
                        context);
            }
        });
    }

    private static void checkTls(String field, ClientTls tls, String namespace, RuleContext context) {
        ClientTls.Mode mode = tls.effectiveMode();
        boolean credential = TlsServers.isSet(tls.credentialName());
        boolean verifies = mode == ClientTls.Mode.SIMPLE || mode == ClientTls.Mode.MUTUAL;
        if (credential) {
            checkConfigMap(field + ".credentialName", tls.credentialName(), namespace, context);
        }
        if (Boolean.TRUE.equals(tls.insecureSkipVerify()) && verifies) {
            checkSkipped(field, tls, mode, context);
        }
        boolean files = TlsServers.isSet(tls.clientCertificate())
                || TlsServers.isSet(tls.privateKey())
                || TlsServers.isSet(tls.caCertificates())
                || TlsServers.isSet(tls.caCrl());
        if (credential && verifies && files) {
            error(field + ".credentialName", "excludes certificates from files", "keep one of both", context);
        }
        if (mode == ClientTls.Mode.MUTUAL && !credential) {
            require(field + ".clientCertificate", tls.clientCertificate(), context);
            require(field + ".privateKey", tls.privateKey(), context);
        }
    }

    private static void require(String field, @Nullable String file, RuleContext context) {
        if (!TlsServers.isSet(file)) {
            error(field, "mode MUTUAL needs it", "set it, or credentialName", context);
        }
    }

    private static void checkSkipped(String field, ClientTls tls, ClientTls.Mode mode, RuleContext context) {
        boolean authorities = TlsServers.isSet(tls.caCertificates())
                || (mode == ClientTls.Mode.SIMPLE && TlsServers.isSet(tls.credentialName()));
        if (authorities || !tls.subjectAltNames().isEmpty()) {
            error(
                    field + ".insecureSkipVerify",
                    "excludes authorities and subjectAltNames, which it would ignore",
                    "leave it out",
                    context);
        }
    }

    private static void checkConfigMap(String field, @Nullable String name, String namespace, RuleContext context) {
        String scheme = "configmap://";
        if (name == null || !name.startsWith(scheme)) {
            return;
        }
        String[] parts = name.substring(scheme.length()).split("/", -1);
        if (parts.length != 2 || !parts[0].equals(namespace) || parts[1].isEmpty()) {
            error(
                    field,
                    Names.quoted(name) + " is not a ConfigMap of namespace " + namespace,
                    "write configmap://" + namespace + "/NAME",
                    context);
        }
    }

    private static void error(String field, String problem, String mend, RuleContext context) {
        context.error(RuleCodes.CLIENT_TLS, field, problem, mend);
    }
}
