package io.gatehouse.validate;

import io.gatehouse.resource.MeshConfig;
import io.gatehouse.resource.Resource;

/** Two objects of one kind, namespace and name: the first one read counts. */
final class UniqueResourceRule implements Rule<Resource> {
    @Override
    public void check(Resource resource, RuleContext context) {
        if (resource instanceof MeshConfig) {
            return; // of several settings the first counts; they may well be written apart
        }
        Resource first = context.names().first(resource.key());
        if (first != null && first != resource) {
            context.error(
                    RuleCodes.DUPLICATE_RESOURCE,
                    "",
                    "there is already a " + resource.key() + " at " + first.position(),
                    "rename or remove one");
        }
    }
}
