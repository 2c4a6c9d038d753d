package io.gatehouse.validate;

import io.gatehouse.resource.Delegate;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.Optional;

/** A delegate exists, is one, and isn't the rule's own VirtualService. */
final class DelegateExistsRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            Delegate delegate = route.delegate();
            if (delegate == null) {
                return;
            }
            String name = delegate.name() == null ? "" : delegate.name();
            String namespace =
                    delegate.namespace() == null || delegate.namespace().isEmpty()
                            ? service.metadata().namespace()
                            : delegate.namespace();
            Optional<VirtualService> found = context.resources().find(VirtualService.class, namespace, name);
            if (found.isEmpty()) {
                List<String> names = context.resources().virtualServices().stream()
                        .filter(other -> other.hosts().isEmpty())
                        .map(other -> other.metadata().name())
                        .toList();
                context.warning(
                        RuleCodes.UNKNOWN_DELEGATE,
                        path + ".delegate",
                        "no VirtualService named " + Names.quoted(namespace + "/" + name) + "; the rule is dropped",
                        Suggestion.didYouMean(name, names));
            } else if (!found.get().hosts().isEmpty()) {
                context.warning(
                        RuleCodes.UNKNOWN_DELEGATE,
                        path + ".delegate",
                        found.get().key() + " has hosts and so is no delegate",
                        "remove its hosts");
            }
        });
    }
}
