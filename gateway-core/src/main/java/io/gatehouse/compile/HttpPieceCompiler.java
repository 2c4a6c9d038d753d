package io.gatehouse.compile;

import com.google.re2j.PatternSyntaxException;
import io.gatehouse.resource.Destination;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Headers;
import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.HttpMirrorPolicy;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.Percent;
import io.gatehouse.resource.Recent;
import io.gatehouse.route.MirrorSpec;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RewriteSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.TemplateSyntaxException;
import io.gatehouse.route.condition.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the {@code http[]} rules of one VirtualService for one Gateway and port: each match block becomes a route.
 * What follows the first route that takes everything is left out, as nothing can reach it.
 */
final class HttpPieceCompiler {
    private static final Recent<String> NAMES = Recent.of(64);
    private static final Recent<List<Condition>> CONDITIONS = Recent.of(256);
    private static final Recent<RouteAction> ACTIONS = Recent.of(256);
    private static final Recent<RoutePolicy> POLICIES = Recent.of(256);

    private final CompileOptions options;
    private final RetrySpec defaultRetry;
    private final Clusters clusters;
    private final PieceScope scope;
    private final List<Route> routes = new ArrayList<>();
    private final Set<HttpPiece.Use> uses = new LinkedHashSet<>(2);
    private final List<Diagnostic> diagnostics = new ArrayList<>(0);

    HttpPieceCompiler(CompileOptions options, RetrySpec defaultRetry, Clusters clusters, PieceScope scope) {
        this.options = options;
        this.defaultRetry = defaultRetry;
        this.clusters = clusters;
        this.scope = scope;
    }

    HttpPiece compile(BoundService service) {
        for (Rule rule : service.rules()) {
            if (addAndSeeCatchAll(rule)) {
                break;
            }
        }
        return new HttpPiece(routes, uses, diagnostics);
    }

    private boolean addAndSeeCatchAll(Rule rule) {
        List<HttpMatchRequest> blocks = rule.http().match();
        if (blocks.isEmpty()) {
            add(rule, new Outcome(rule), null, rule.field());
            return true;
        }
        Outcome outcome = null;
        for (int i = 0; i < blocks.size(); i++) {
            HttpMatchRequest block = blocks.get(i);
            if (isForHere(block, rule.namespace())) {
                outcome = outcome == null ? new Outcome(rule) : outcome;
                add(rule, outcome, block, rule.field() + ".match[" + i + "]");
                if (!routes.isEmpty() && routes.get(routes.size() - 1).isCatchAll()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Port and source hold or don't for all requests of this gateway. A list of gateways replaces the source. */
    private boolean isForHere(HttpMatchRequest block, String namespace) {
        if (block.port() != null && block.port() != 0 && block.port() != scope.gatewayPort()) {
            return false;
        }
        if (!block.gateways().isEmpty()) {
            return block.gateways().stream()
                    .anyMatch(name -> ResourceName.gateway(name, namespace).equals(scope.gateway()));
        }
        String from = block.sourceNamespace();
        return Labels.cover(options.labels(), block.sourceLabels())
                && (from == null || from.isEmpty() || from.equals(options.namespace()));
    }

    private void add(Rule rule, Outcome outcome, @Nullable HttpMatchRequest block, String field) {
        try {
            routes.add(new Route(
                    name(rule.http(), block),
                    NAMES.share(rule.virtualService()),
                    block == null ? List.of() : CONDITIONS.share(Conditions.of(block)),
                    outcome.action(),
                    outcome.policy(),
                    rule.source().positionOf(field)));
        } catch (PatternSyntaxException | TemplateSyntaxException e) {
            String problem = e.getMessage() + "; the rule is left out";
            diagnostics.add(CompileFinding.UNSERVABLE_RULE.about(rule.source(), field, problem, null));
        }
    }

    private static String name(HttpRoute rule, @Nullable HttpMatchRequest block) {
        String name = rule.name() == null ? "" : rule.name();
        String suffix = block == null || block.name() == null ? "" : block.name();
        return suffix.isEmpty() ? name : name + "." + suffix;
    }

    /** What a rule does, whichever of its match blocks led to it: made once, when a block is for here. */
    private final class Outcome {
        private final Rule rule;
        private @Nullable RouteAction action;
        private @Nullable RoutePolicy policy;

        Outcome(Rule rule) {
            this.rule = rule;
        }

        RouteAction action() {
            if (action == null) {
                action = makeAction();
            }
            return action;
        }

        RoutePolicy policy() {
            if (policy == null) {
                policy = makePolicy();
            }
            return policy;
        }

        private RouteAction makeAction() {
            HttpRoute http = rule.http();
            if (http.redirect() != null) {
                return Actions.redirect(http.redirect(), scope.gatewayPort(), scope.tls());
            }
            if (http.directResponse() != null) {
                return Actions.directResponse(http.directResponse());
            }
            boolean authoritySet = HeaderEdits.authority(http.headers()) != null
                    || http.rewrite() != null && http.rewrite().authority() != null;
            return ACTIONS.share(Actions.forward(http.route(), this::use, authoritySet));
        }

        private RoutePolicy makePolicy() {
            HttpRoute http = rule.http();
            RewriteSpec rewrite = Policies.rewrite(http.rewrite(), HeaderEdits.authority(http.headers()));
            return POLICIES.share(new RoutePolicy(
                    http.timeout(),
                    http.retries() == null ? defaultRetry : Policies.retry(http.retries()),
                    rewrite,
                    Policies.fault(http.fault()),
                    mirrors(http),
                    CorsRules.of(http.corsPolicy()),
                    HeaderEdits.request(http.headers()).plus(HeaderEdits.request(ofOnlyDestination(http))),
                    HeaderEdits.response(http.headers()).plus(HeaderEdits.response(ofOnlyDestination(http)))));
        }

        /** Istio makes the operations of an only destination the route's; those of several stay their own. */
        private static @Nullable Headers ofOnlyDestination(HttpRoute http) {
            return http.route().size() == 1 ? http.route().get(0).headers() : null;
        }

        private List<MirrorSpec> mirrors(HttpRoute http) {
            List<MirrorSpec> mirrors = new ArrayList<>(0);
            if (http.mirror() != null) {
                mirror(http.mirror(), mirrorPercent(http), mirrors);
            }
            for (HttpMirrorPolicy each : http.mirrors()) {
                double percent =
                        each.percentage() == null ? 100 : each.percentage().value();
                mirror(each.destination(), percent, mirrors);
            }
            return mirrors;
        }

        private void mirror(Destination destination, double percent, List<MirrorSpec> mirrors) {
            if (percent > 0) {
                mirrors.add(new MirrorSpec(use(destination), percent));
            }
        }

        private String use(Destination destination) {
            String name = clusters.use(destination, rule.namespace(), scope.gatewayPort())
                    .name();
            uses.add(new HttpPiece.Use(destination, rule.namespace(), name));
            return name;
        }
    }

    private static double mirrorPercent(HttpRoute http) {
        Percent percentage = http.mirrorPercentage();
        if (percentage != null) {
            return percentage.value();
        }
        return http.mirrorPercent() == null ? 100 : http.mirrorPercent();
    }
}
