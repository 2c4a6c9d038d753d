package io.gatehouse.resource.decode;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.SourceMap;
import java.util.List;
import java.util.Map;

/** Reads DestinationRules. */
final class DestinationRuleDecoder {
    private DestinationRuleDecoder() {}

    static DestinationRule decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        object.ignore("spec");
        DestinationRule rule = Spec.read(
                object,
                spec -> new DestinationRule(
                        metadata,
                        sources,
                        spec.requiredString("host"),
                        spec.object("trafficPolicy", TrafficPolicyDecoder::decode),
                        spec.objects("subsets", DestinationRuleDecoder::subset),
                        spec.strings("exportTo"),
                        spec.object("workloadSelector", DestinationRuleDecoder::selector)));
        return rule != null ? rule : new DestinationRule(metadata, sources, "", null, List.of(), List.of(), null);
    }

    private static DestinationRule.Subset subset(ObjectReader subset) {
        return new DestinationRule.Subset(
                subset.requiredString("name"),
                subset.stringMap("labels"),
                subset.object("trafficPolicy", TrafficPolicyDecoder::decode));
    }

    private static Map<String, String> selector(ObjectReader selector) {
        Map<String, String> labels = selector.stringMap("matchLabels");
        labels.forEach((key, value) -> {
            if (key.isEmpty() || key.contains("*") || value.contains("*")) {
                selector.fail(
                        Codes.BAD_FORM,
                        "matchLabels",
                        "\"" + key + "=" + value + "\" is empty or has a wildcard",
                        null);
            }
            if (value.length() > 63) {
                selector.fail(Codes.BAD_SIZE, "matchLabels", "the value of \"" + key + "\" is longer than 63", null);
            }
        });
        return labels;
    }
}
