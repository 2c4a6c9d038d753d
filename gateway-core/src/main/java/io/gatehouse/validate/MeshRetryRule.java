package io.gatehouse.validate;

import io.gatehouse.resource.MeshConfig;

/** The mesh's default retries obey the same rules as a route's. */
final class MeshRetryRule implements Rule<MeshConfig> {
    @Override
    public void check(MeshConfig mesh, RuleContext context) {
        if (mesh.defaultHttpRetryPolicy() != null) {
            RetryRule.checkRetries("defaultHttpRetryPolicy", mesh.defaultHttpRetryPolicy(), context);
        }
    }
}
