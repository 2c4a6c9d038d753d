package io.gatehouse.jetty.tcp;

import io.gatehouse.route.L4Route;
import io.gatehouse.route.WeightedCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Chooses where a connection goes: the first route that fits its addresses, then a destination by weight. */
final class RouteChoice {
    private RouteChoice() {}

    /** The first that fits; null when none does. */
    static @Nullable L4Route route(List<L4Route> routes, SocketAddress peer, SocketAddress local) {
        for (L4Route route : routes) {
            if (fits(route.sourceSubnets(), peer) && fits(route.destinationSubnets(), local)) {
                return route;
            }
        }
        return null;
    }

    /** The name of a cluster; null when no destination has a weight. */
    static @Nullable String cluster(L4Route route) {
        return byWeight(route.destinations(), ThreadLocalRandom.current().nextDouble());
    }

    private static boolean fits(List<String> subnets, SocketAddress address) {
        if (subnets.isEmpty()) {
            return true;
        }
        InetAddress inet = address instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return inet != null && subnets.stream().map(Cidr::parse).anyMatch(subnet -> subnet.contains(inet));
    }

    /**
     * A destination by its share of the weights; an only one gets all, whatever its weight.
     *
     * @param draw from 0 (inclusive) to 1
     */
    static @Nullable String byWeight(List<WeightedCluster> destinations, double draw) {
        if (destinations.size() == 1) {
            return destinations.get(0).cluster();
        }
        long sum = destinations.stream().mapToLong(WeightedCluster::weight).sum();
        double rest = draw * sum;
        for (WeightedCluster destination : destinations) {
            rest -= destination.weight();
            if (rest < 0) {
                return destination.cluster();
            }
        }
        return null;
    }
}
