package io.gatehouse.validate;

import io.gatehouse.resource.Resource;
import java.util.Map;

/** Findings about fields by their path alone. {@code [*]} stands for any element. */
final class WrittenFields {
    private WrittenFields() {}

    static void warn(Resource resource, String code, Map<String, String> reasonByPath, RuleContext context) {
        reasonByPath.forEach((pattern, reason) ->
                resource.sources().written(pattern).forEach(path -> context.warning(code, path, reason)));
    }
}
