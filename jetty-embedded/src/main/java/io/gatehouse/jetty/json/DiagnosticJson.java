package io.gatehouse.jetty.json;

import io.gatehouse.resource.Diagnostic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finding in the shape of JSON, in the order of its parts: stable, for programs that read it. */
public final class DiagnosticJson {
    private DiagnosticJson() {}

    /** The finding as a map. */
    public static Map<String, @Nullable Object> of(Diagnostic finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("code", finding.code());
        json.put("level", finding.level().toString());
        json.put("file", finding.position().source());
        json.put("line", finding.position().line());
        json.put("column", finding.position().column());
        json.put(
                "resource",
                finding.resource() == null ? null : finding.resource().toString());
        json.put("field", finding.field());
        json.put("problem", finding.problem());
        json.put("mend", finding.mend());
        return json;
    }
}
