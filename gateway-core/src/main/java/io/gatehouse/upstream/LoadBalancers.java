package io.gatehouse.upstream;

import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.TrafficPolicySpec;
import java.util.List;

/** Makes balancers of policies. */
final class LoadBalancers {
    private LoadBalancers() {}

    /**
     * A balancer.
     *
     * @param endpoints not empty
     */
    static LoadBalancer create(TrafficPolicySpec policy, List<Endpoint> endpoints) {
        if (endpoints.size() == 1) {
            Endpoint only = endpoints.get(0);
            return (pick, attempt) -> only;
        }
        LoadBalancing wanted = policy.loadBalancing();
        if (wanted instanceof LoadBalancing.ConsistentHash hash) {
            return new HashBalancer(hash, endpoints);
        }
        if (wanted instanceof LoadBalancing.Random) {
            WeightedDraw draw = new WeightedDraw(endpoints);
            return (pick, attempt) -> draw.draw();
        }
        LoadBalancer plain =
                wanted instanceof LoadBalancing.RoundRobin ? new RoundRobin(endpoints) : new LeastRequest(endpoints);
        return policy.warmup() == null ? plain : new WarmingUp(plain, policy.warmup());
    }
}
