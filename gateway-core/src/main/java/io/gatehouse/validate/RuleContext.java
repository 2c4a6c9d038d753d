package io.gatehouse.validate;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule sees beside its resource, and where it reports. */
public final class RuleContext {
    private final ResourceSet resources;
    private final KnownNames names;
    private final Resource resource;
    private final List<Diagnostic> findings = new ArrayList<>();

    RuleContext(ResourceSet resources, KnownNames names, Resource resource) {
        this.resources = resources;
        this.names = names;
        this.resource = resource;
    }

    /** All resources, those with errors included. */
    public ResourceSet resources() {
        return resources;
    }

    /** Names that other resources may refer to. */
    KnownNames names() {
        return names;
    }

    /** Refuses the resource. */
    public void error(String code, String field, String problem) {
        error(code, field, problem, null);
    }

    /** Refuses the resource and says how to mend it. */
    public void error(String code, String field, String problem, @Nullable String mend) {
        add(Diagnostic.Level.ERROR, code, field, problem, mend);
    }

    /** Warns. */
    public void warning(String code, String field, String problem) {
        warning(code, field, problem, null);
    }

    /** Warns and says how to mend it. */
    public void warning(String code, String field, String problem, @Nullable String mend) {
        add(Diagnostic.Level.WARNING, code, field, problem, mend);
    }

    private void add(Diagnostic.Level level, String code, String field, String problem, @Nullable String mend) {
        findings.add(new Diagnostic(code, level, resource.positionOf(field), resource.key(), field, problem, mend));
    }

    List<Diagnostic> findings() {
        return findings;
    }
}
