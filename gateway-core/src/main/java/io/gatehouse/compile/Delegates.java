package io.gatehouse.compile;

import io.gatehouse.resource.Delegate;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.VirtualService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the rules of delegates (VirtualServices without hosts) where a root names them. */
final class Delegates {
    private final Map<String, VirtualService> byName = new HashMap<>();
    private final String clusterDomain;

    Delegates(List<VirtualService> virtualServices, String clusterDomain) {
        for (VirtualService each : virtualServices) {
            if (each.hosts().isEmpty()) {
                byName.put(each.metadata().namespace() + "/" + each.metadata().name(), each);
            }
        }
        this.clusterDomain = clusterDomain;
    }

    /** The delegates that a root names, null for each that is not there: what its rules depend on beside itself. */
    List<@Nullable VirtualService> of(VirtualService root) {
        List<@Nullable VirtualService> named = new ArrayList<>(0);
        for (HttpRoute rule : root.http()) {
            if (rule.delegate() != null) {
                named.add(byName.get(name(rule.delegate(), root)));
            }
        }
        return named;
    }

    /** The rules of a VirtualService that names no delegate. */
    static List<Rule> ownRules(VirtualService service) {
        List<Rule> rules = new ArrayList<>(service.http().size());
        for (HttpRoute rule : service.http()) {
            rules.add(new Rule(service, rule, "spec.http[" + rules.size() + "]"));
        }
        return rules;
    }

    /** The rules of a VirtualService with those of its delegates in their places. */
    List<Rule> rules(VirtualService root, List<Diagnostic> diagnostics) {
        List<Rule> rules = new ArrayList<>(root.http().size());
        for (int i = 0; i < root.http().size(); i++) {
            HttpRoute rule = root.http().get(i);
            String field = "spec.http[" + i + "]";
            if (rule.delegate() == null) {
                rules.add(new Rule(root, rule, field));
            } else {
                rules.addAll(delegated(root, rule, field, rule.delegate(), diagnostics));
            }
        }
        return rules;
    }

    private List<Rule> delegated(
            VirtualService root, HttpRoute rule, String field, Delegate reference, List<Diagnostic> diagnostics) {
        String name = name(reference, root);
        VirtualService delegate = byName.get(name);
        if (delegate == null) {
            return List.of();
        }
        String home = root.metadata().namespace();
        String delegateHome = delegate.metadata().namespace();
        if (!Visibility.covers(delegate.exportTo(), delegateHome, home)) {
            String problem = name + " is not exported to " + home;
            diagnostics.add(leftOut(CompileFinding.DELEGATE_HIDDEN, root, field, problem));
            return List.of();
        }
        DelegateMerge merge = new DelegateMerge(DelegateMerge.complete(rule, home, clusterDomain));
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < delegate.http().size(); i++) {
            String own = "spec.http[" + i + "]";
            HttpRoute leaf = DelegateMerge.complete(delegate.http().get(i), delegateHome, clusterDomain);
            Optional<HttpRoute> merged = merge.with(leaf);
            if (merged.isPresent()) {
                rules.add(new Rule(delegate, merged.get(), own));
            } else {
                String problem = "a match lies outside of " + field + " of VirtualService " + home + "/"
                        + root.metadata().name();
                diagnostics.add(leftOut(CompileFinding.DELEGATE_CONFLICT, delegate, own, problem));
            }
        }
        return rules;
    }

    private static Diagnostic leftOut(CompileFinding finding, VirtualService where, String field, String problem) {
        return finding.about(where, field, problem + "; the rule is left out", null);
    }

    private static String name(Delegate delegate, VirtualService root) {
        boolean local = delegate.namespace() == null || delegate.namespace().isEmpty();
        return (local ? root.metadata().namespace() : delegate.namespace()) + "/" + delegate.name();
    }
}
