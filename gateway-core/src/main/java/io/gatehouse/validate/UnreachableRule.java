package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.TcpRoute;
import io.gatehouse.resource.TlsRoute;
import io.gatehouse.resource.VirtualService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rules and matches that no request reaches, because an earlier one takes them all. */
final class UnreachableRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        analyze("spec.http", service.http(), UnreachableRule::withoutNames, context);
        analyze("spec.tls", service.tls(), TlsRoute::match, context);
        analyze("spec.tcp", service.tcp(), TcpRoute::match, context);
        PrefixOverlap.check(service, context);
    }

    /** A match's name doesn't change what it matches. */
    private static List<HttpMatchRequest> withoutNames(HttpRoute route) {
        return route.match().stream()
                .map(m -> new HttpMatchRequest(
                        null,
                        m.uri(),
                        m.scheme(),
                        m.method(),
                        m.authority(),
                        m.headers(),
                        m.withoutHeaders(),
                        m.queryParams(),
                        m.ignoreUriCase(),
                        m.port(),
                        m.gateways(),
                        m.sourceLabels(),
                        m.sourceNamespace(),
                        m.statPrefix()))
                .toList();
    }

    private static <R, M> void analyze(String path, List<R> routes, Function<R, List<M>> matches, RuleContext context) {
        Map<M, Integer> seen = new HashMap<>();
        int catchAll = -1;
        for (int i = 0; i < routes.size(); i++) {
            String field = FieldPath.element(path, i);
            List<M> own = matches.apply(routes.get(i));
            if (catchAll >= 0) {
                context.warning(
                        RuleCodes.UNREACHABLE_RULE,
                        field,
                        "no request gets here: " + FieldPath.element(path, catchAll) + " takes them all",
                        "move that rule to the end");
            } else if (own.isEmpty()) {
                catchAll = i;
            } else {
                findDuplicates(path, i, own, seen, context);
            }
        }
    }

    private static <M> void findDuplicates(
            String path, int index, List<M> matches, Map<M, Integer> seen, RuleContext context) {
        String field = FieldPath.element(path, index);
        int duplicates = 0;
        for (int j = 0; j < matches.size(); j++) {
            Integer first = seen.putIfAbsent(matches.get(j), index);
            if (first != null) {
                duplicates++;
                context.warning(
                        RuleCodes.INEFFECTIVE_MATCH,
                        FieldPath.element(field + ".match", j),
                        FieldPath.element(path, first) + " has the same match",
                        "remove one");
            }
        }
        if (duplicates == matches.size()) {
            context.warning(
                    RuleCodes.UNREACHABLE_RULE, field, "no request gets here: earlier rules have all its matches");
        }
    }
}
