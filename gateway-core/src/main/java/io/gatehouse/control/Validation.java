package io.gatehouse.control;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import java.util.List;
import java.util.function.Function;

/** The rules that a resource must keep to be served. */
public final class Validation {
    /** All rules. */
    public static final Function<ResourceSet, List<Diagnostic>> RULES = resources -> List.of();

    private Validation() {}
}
