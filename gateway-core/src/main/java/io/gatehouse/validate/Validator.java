package io.gatehouse.validate;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs an ordered list of rules over a set of resources. */
public final class Validator {
    private final List<Entry<?>> entries;

    private Validator(List<Entry<?>> entries) {
        this.entries = List.copyOf(entries);
    }

    /** All rules, in the order of {@link StandardRules}. */
    public static Validator standard() {
        return new Validator(StandardRules.ALL);
    }

    /**
     * The rules that a resource breaks by itself: for one that is judged alone, without those that it names. All that can
     * refuse one are among them.
     */
    public static Validator alone() {
        return new Validator(
                StandardRules.ALL.stream().filter(entry -> !entry.across()).toList());
    }

    /** All findings about these resources. */
    public List<Diagnostic> validate(ResourceSet resources) {
        return check(resources).diagnostics();
    }

    /** All findings, and which resources have no error. */
    public Validated check(ResourceSet resources) {
        KnownNames names = new KnownNames(resources);
        List<Resource> accepted = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (Resource resource : resources.all()) {
            RuleContext context = new RuleContext(resources, names, resource);
            entries.forEach(entry -> entry.check(resource, context));
            List<Diagnostic> findings = new ArrayList<>(context.findings());
            findings.sort(Comparator.comparingInt((Diagnostic d) -> d.position().line())
                    .thenComparingInt(d -> d.position().column()));
            diagnostics.addAll(findings);
            if (findings.stream().noneMatch(Diagnostic::isError)) {
                accepted.add(resource);
            }
        }
        return new Validated(ResourceSet.of(accepted), diagnostics);
    }

    /** A rule, the kind it judges, and whether it looks for other resources. */
    record Entry<R extends Resource>(Class<R> kind, Rule<R> rule, boolean across) {
        void check(Resource resource, RuleContext context) {
            if (kind.isInstance(resource)) {
                rule.check(kind.cast(resource), context);
            }
        }
    }
}
