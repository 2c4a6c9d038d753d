package io.gatehouse.validate;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.TreeSet;

/** Destinations that no Service or ServiceEntry names; their subsets and ports. The route stays and answers 503. */
final class DestinationExistsRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        String namespace = service.metadata().namespace();
        Routes.destinations(service, (path, destination) -> {
            KnownNames.Host known = context.names().host(destination.host(), namespace);
            if (known == null) {
                String meant = Suggestion.didYouMean(
                        destination.host(), context.names().hostNames(namespace));
                context.warning(
                        RuleCodes.UNKNOWN_DESTINATION,
                        path + ".host",
                        "no Service or ServiceEntry named " + Names.quoted(destination.host()),
                        meant != null ? meant : "it is looked up in DNS");
            } else {
                checkPort(path, destination, known, context);
            }
            checkSubset(path, destination, namespace, context);
        });
    }

    private static void checkPort(String path, Destination destination, KnownNames.Host known, RuleContext context) {
        Integer port = destination.port();
        if (port != null && !known.ports().contains(port)) {
            context.warning(
                    RuleCodes.DESTINATION_PORT,
                    path + ".port.number",
                    known.key() + " has no port " + port,
                    known.ports().isEmpty() ? null : "it has " + new TreeSet<>(known.ports()));
        } else if (port == null && known.ports().size() > 1) {
            context.warning(
                    RuleCodes.DESTINATION_PORT,
                    path,
                    known.key() + " has several ports and none is named here",
                    "add port.number, one of " + new TreeSet<>(known.ports()));
        }
    }

    private static void checkSubset(String path, Destination destination, String namespace, RuleContext context) {
        String subset = destination.subset();
        if (subset == null || subset.isEmpty()) {
            return;
        }
        List<String> subsets = context.names().subsets(destination.host(), namespace);
        if (!subsets.contains(subset)) {
            context.warning(
                    RuleCodes.UNKNOWN_SUBSET,
                    path + ".subset",
                    "no DestinationRule of " + Names.quoted(destination.host()) + " has a subset "
                            + Names.quoted(subset),
                    Suggestion.didYouMean(subset, subsets));
        }
    }
}
