package io.gatehouse.compile;

import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.VirtualService;

/**
 * One {@code http[]} rule as it takes effect.
 *
 * @param source the VirtualService where it is written (the delegate, when merged): short names are of its namespace
 * @param http what it says, with what it inherits from the root
 * @param field where it is written, such as {@code spec.http[0]}
 */
record Rule(VirtualService source, HttpRoute http, String field) {
    String namespace() {
        return source.metadata().namespace();
    }

    String virtualService() {
        return source.metadata().namespace() + "/" + source.metadata().name();
    }
}
