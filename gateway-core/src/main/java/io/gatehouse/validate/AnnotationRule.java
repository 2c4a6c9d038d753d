package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.VirtualService;
import io.gatehouse.resource.WorkloadEntry;
import java.util.Set;

/** Annotations by which Istio itself refuses an object. */
final class AnnotationRule implements Rule<Resource> {
    private static final Set<String> FORBIDDEN = Set.of(
            "istio.io/dry-run",
            "internal.istio.io/webhook-always-reject",
            "internal.istio.io/parents",
            "internal.istio.io/parent-namespace");

    @Override
    public void check(Resource resource, RuleContext context) {
        boolean istio = resource instanceof Gateway
                || resource instanceof VirtualService
                || resource instanceof DestinationRule
                || resource instanceof ServiceEntry
                || resource instanceof WorkloadEntry;
        if (!istio) {
            return;
        }
        for (String annotation : resource.metadata().annotations().keySet()) {
            if (FORBIDDEN.contains(annotation)) {
                context.error(
                        RuleCodes.FORBIDDEN_ANNOTATION,
                        "metadata.annotations",
                        Names.quoted(annotation) + " is not allowed on a " + resource.kind(),
                        "remove it");
            }
        }
    }
}
