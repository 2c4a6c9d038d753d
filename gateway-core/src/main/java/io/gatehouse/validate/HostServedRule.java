package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A host that none of the named Gateways serves gets no requests. */
final class HostServedRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        List<Gateway> gateways = service.gateways().stream()
                .map(name -> Optional.ofNullable(context.names().gateway(name, service)))
                .flatMap(Optional::stream)
                .toList();
        if (gateways.size()
                        < service.gateways().stream()
                                .filter(name -> !name.equals("mesh"))
                                .count()
                || gateways.isEmpty()
                || service.gateways().contains("mesh")) {
            return; // an unknown Gateway was reported and may serve it; the mesh serves any
        }
        Routes.each("spec.hosts", service.hosts(), (path, host) -> {
            if (gateways.stream().noneMatch(gateway -> serves(gateway, host, service))) {
                context.warning(
                        RuleCodes.HOST_NOT_SERVED,
                        path,
                        "no server of " + gateways.get(0).key() + " has the host " + Names.quoted(host),
                        Suggestion.didYouMean(host, bareHosts(gateways)));
            }
        });
    }

    private static boolean serves(Gateway gateway, String host, VirtualService service) {
        String lower = host.toLowerCase(Locale.ROOT);
        return gateway.servers().stream()
                .flatMap(server -> server.hosts().stream())
                .anyMatch(entry -> {
                    int slash = entry.indexOf('/');
                    String namespace = slash < 0 ? "*" : entry.substring(0, slash);
                    String wanted = namespace.equals(".") ? gateway.metadata().namespace() : namespace;
                    return (wanted.equals("*")
                                    || wanted.equals(service.metadata().namespace()))
                            && Names.overlap(entry.substring(slash + 1).toLowerCase(Locale.ROOT), lower);
                });
    }

    private static List<String> bareHosts(List<Gateway> gateways) {
        return gateways.stream()
                .flatMap(gateway -> gateway.servers().stream())
                .flatMap(server -> server.hosts().stream())
                .map(entry -> entry.substring(entry.indexOf('/') + 1))
                .toList();
    }
}
