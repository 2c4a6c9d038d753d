package io.gatehouse.validate;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates one reading after another. Endpoints come and go far more often than all else, and no rule of another
 * resource looks at them: when nothing else changed, only those that are new are judged. Used by one thread at a time.
 */
public final class RepeatedValidation {
    private final Validator validator;
    private @Nullable ResourceSet before;
    private List<Diagnostic> findings = List.of();
    /** Endpoints without a finding, by identity. */
    private Set<Resource> clean = Set.of();

    /** With these rules. */
    public RepeatedValidation(Validator validator) {
        this.validator = validator;
    }

    /** All findings about these resources, of which no two have the same key. */
    public List<Diagnostic> validate(ResourceSet resources) {
        if (before == null || !resources.sameButEndpoints(before)) {
            findings = validator.validate(ResourceSet.of(resources.all().stream()
                    .filter(resource -> !resource.isEndpoints())
                    .toList()));
        }
        before = resources;
        List<Diagnostic> all = new ArrayList<>(findings);
        all.addAll(ofEndpoints(resources));
        return all;
    }

    private List<Diagnostic> ofEndpoints(ResourceSet resources) {
        Set<Resource> known = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Resource> judged = new ArrayList<>();
        for (Resource resource : resources.all()) {
            if (resource.isEndpoints()) {
                known.add(resource);
                if (!clean.contains(resource)) {
                    judged.add(resource);
                }
            }
        }
        List<Diagnostic> found = validator.validate(ResourceSet.of(judged));
        Set<Object> bad = new HashSet<>();
        found.forEach(finding -> bad.add(finding.resource()));
        if (!bad.isEmpty()) {
            known.removeIf(resource -> bad.contains(resource.key()));
        }
        clean = known;
        return found;
    }
}
