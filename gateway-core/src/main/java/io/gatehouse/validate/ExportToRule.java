package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.VirtualService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code exportTo} names namespaces, {@code .}, or alone {@code *} (and alone {@code ~} for a ServiceEntry). */
final class ExportToRule implements Rule<Resource> {
    @Override
    public void check(Resource resource, RuleContext context) {
        if (resource instanceof VirtualService service) {
            check(resource, service.exportTo(), false, context);
        } else if (resource instanceof ServiceEntry entry) {
            check(resource, entry.exportTo(), true, context);
        } else if (resource instanceof DestinationRule rule) {
            check(resource, rule.exportTo(), false, context);
            checkSelector(rule, context);
        }
    }

    private static void check(Resource resource, List<String> exportTo, boolean noneAllowed, RuleContext context) {
        String own = resource.metadata().namespace();
        Set<String> seen = new HashSet<>();
        Routes.each("spec.exportTo", exportTo, (path, entry) -> {
            String namespace = entry.equals(".") ? own : entry;
            if (!seen.add(namespace)) {
                context.error(RuleCodes.EXPORT_TO, path, Names.quoted(entry) + " is named twice");
            } else if (entry.equals("~") ? !noneAllowed : !entry.equals("*") && !Names.isDnsLabel(namespace)) {
                context.error(RuleCodes.EXPORT_TO, path, Names.quoted(entry) + " is neither a namespace nor . nor *");
            }
        });
        if (exportTo.size() > 1 && (exportTo.contains("*") || exportTo.contains("~"))) {
            String alone = exportTo.contains("*") ? "*" : "~";
            context.error(RuleCodes.EXPORT_TO, "spec.exportTo", Names.quoted(alone) + " excludes other entries");
        }
    }

    private static void checkSelector(DestinationRule rule, RuleContext context) {
        String own = rule.metadata().namespace();
        if (rule.workloadSelector() != null
                && rule.exportTo().stream().anyMatch(entry -> !entry.equals(".") && !entry.equals(own))) {
            context.error(
                    RuleCodes.EXPORT_TO,
                    "spec.exportTo",
                    "a rule with a workloadSelector can't be exported beyond its namespace",
                    "write only \".\"");
        }
    }
}
