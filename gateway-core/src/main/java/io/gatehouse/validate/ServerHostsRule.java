package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;

/** A server's hosts are {@code [namespace/]dnsName} with at least two labels. */
final class ServerHostsRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            if (server.hosts().isEmpty()) {
                context.error(
                        RuleCodes.SERVER_HOST,
                        path + ".hosts",
                        "a server needs at least one host",
                        "\"*\" is any host");
            }
            Routes.each(path + ".hosts", server.hosts(), (p, host) -> checkHost(p, host, context));
        });
    }

    private static void checkHost(String path, String host, RuleContext context) {
        int slash = host.indexOf('/');
        if (slash >= 0) {
            String namespace = host.substring(0, slash);
            if (!namespace.equals("*") && !namespace.equals(".") && !Names.isDnsLabel(namespace)) {
                context.error(RuleCodes.SERVER_HOST, path, Names.quoted(namespace) + " is not a namespace, . or *");
            }
        }
        String name = host.substring(slash + 1);
        if (!name.equals("*") && !name.contains(".")) {
            context.error(
                    RuleCodes.SERVER_HOST,
                    path,
                    Names.quoted(name) + " is a short name",
                    "write the whole host name, such as \"" + (name.isEmpty() ? "app" : name) + ".example.com\"");
            return;
        }
        String problem = Names.wildcardDomain(name);
        if (problem != null && !Addresses.isAddress(name)) {
            context.error(RuleCodes.SERVER_HOST, path, problem);
        } else if (Names.isPartialWildcard(name)) {
            context.error(
                    RuleCodes.SERVER_HOST,
                    path,
                    Names.quoted(name) + " has a wildcard that is only part of a label",
                    "a wildcard stands for whole labels, as in \"*.example.com\"");
        }
    }
}
