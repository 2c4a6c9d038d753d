package io.gatehouse.validate;

import io.gatehouse.resource.Resource;

/** One thing that can be wrong with a resource of some kind. Rules keep no state and never throw for what they judge. */
@FunctionalInterface
public interface Rule<R extends Resource> {
    /** Reports to the context what is wrong with this resource. */
    void check(R resource, RuleContext context);
}
