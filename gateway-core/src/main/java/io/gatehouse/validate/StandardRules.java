package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.MeshConfig;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.VirtualService;
import io.gatehouse.resource.WorkloadEntry;
import java.util.List;

/** The only list of rules: the order is that of the findings at one place. */
final class StandardRules {
    static final List<Validator.Entry<?>> ALL = List.of(
            across(Resource.class, new UniqueResourceRule()),
            rule(Resource.class, new ExportToRule()),
            rule(Resource.class, new AnnotationRule()),
            // Gateway
            rule(Gateway.class, new GatewayShapeRule()),
            rule(Gateway.class, new ServerHostsRule()),
            rule(Gateway.class, new ServerPortRule()),
            rule(Gateway.class, new ServerBindRule()),
            rule(Gateway.class, new ServerTlsPresenceRule()),
            rule(Gateway.class, new ServerCertificateRule()),
            rule(Gateway.class, new ClientAuthorityRule()),
            rule(Gateway.class, new ClientCertificatePinRule()),
            rule(Gateway.class, new TlsVersionRule()),
            rule(Gateway.class, new CipherSuiteRule()),
            rule(Gateway.class, new TlsModeTrapRule()),
            rule(Gateway.class, new PortConflictRule()),
            across(Gateway.class, new CredentialExistsRule()),
            // VirtualService
            rule(VirtualService.class, new DelegateShapeRule()),
            rule(VirtualService.class, new VirtualServiceHostsRule()),
            rule(VirtualService.class, new GatewayNamesRule()),
            rule(VirtualService.class, new RouteActionRule()),
            rule(VirtualService.class, new StringMatchRule()),
            rule(VirtualService.class, new MatchHeaderNameRule()),
            rule(VirtualService.class, new MatchSourceRule()),
            rule(VirtualService.class, new HeaderOperationRule()),
            rule(VirtualService.class, new HeaderVariableRule()),
            rule(VirtualService.class, new AuthorityOnceRule()),
            rule(VirtualService.class, new DestinationFormRule()),
            rule(VirtualService.class, new WeightRule()),
            rule(VirtualService.class, new RedirectRule()),
            rule(VirtualService.class, new DirectResponseRule()),
            rule(VirtualService.class, new RewriteRule()),
            rule(VirtualService.class, new RetryRule()),
            rule(MeshConfig.class, new MeshRetryRule()),
            rule(VirtualService.class, new FaultRule()),
            rule(VirtualService.class, new MirrorRule()),
            rule(VirtualService.class, new CorsRule()),
            rule(VirtualService.class, new TlsRouteRule()),
            rule(VirtualService.class, new TcpRouteRule()),
            rule(VirtualService.class, new UnreachableRule()),
            rule(VirtualService.class, new MeshOnlyRule()),
            across(VirtualService.class, new GatewayExistsRule()),
            across(VirtualService.class, new HostServedRule()),
            across(VirtualService.class, new DestinationExistsRule()),
            across(VirtualService.class, new DelegateExistsRule()),
            // DestinationRule
            rule(DestinationRule.class, new DestinationRuleShapeRule()),
            rule(DestinationRule.class, new ConnectionPoolRule()),
            rule(DestinationRule.class, new OutlierDetectionRule()),
            rule(DestinationRule.class, new LoadBalancerRule()),
            rule(DestinationRule.class, new LocalityRule()),
            rule(DestinationRule.class, new ClientTlsRule()),
            rule(DestinationRule.class, new TunnelRule()),
            across(DestinationRule.class, new TunnelledRouteRule()),
            rule(DestinationRule.class, new HealthCheckRule()),
            // ServiceEntry, WorkloadEntry
            rule(ServiceEntry.class, new ServiceEntryHostsRule()),
            rule(ServiceEntry.class, new ServiceEntryPortsRule()),
            rule(ServiceEntry.class, new ServiceEntryAddressesRule()),
            rule(ServiceEntry.class, new ServiceEntryEndpointsRule()),
            rule(ServiceEntry.class, new DynamicDnsRule()),
            rule(WorkloadEntry.class, new WorkloadEntryRule()),
            // what is understood and does nothing
            rule(Resource.class, new DeprecatedFieldRule()));

    private StandardRules() {}

    private static <R extends Resource> Validator.Entry<R> rule(Class<R> kind, Rule<? super R> rule) {
        return new Validator.Entry<>(kind, rule::check, false);
    }

    private static <R extends Resource> Validator.Entry<R> across(Class<R> kind, Rule<? super R> rule) {
        return new Validator.Entry<>(kind, rule::check, true);
    }
}
