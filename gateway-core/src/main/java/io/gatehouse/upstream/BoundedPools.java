package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.MultiplexConnectionPool;

/** Connection pools that ask the cluster before they open one more connection. */
final class BoundedPools {
    private BoundedPools() {}

    static AbstractConnectionPool create(EndpointDestination destination, Lane lane) {
        AbstractConnectionPool pool =
                lane.protocol() == Protocol.HTTP2 ? multiplex(destination, lane) : duplex(destination, lane);
        if (lane.pool().maxRequestsPerConnection() > 0) {
            pool.setMaxUsage(lane.pool().maxRequestsPerConnection());
        }
        if (lane.pool().maxConnectionDuration() != null) {
            pool.setMaxDuration(lane.pool().maxConnectionDuration().toMillis());
        }
        return pool;
    }

    private static AbstractConnectionPool duplex(EndpointDestination destination, Lane lane) {
        return new DuplexConnectionPool(destination, UpstreamClient.MAX_CONNECTIONS) {
            @Override
            protected void tryCreate(boolean create) {
                if (lane.limits().mayConnect(getConnectionCount())) {
                    super.tryCreate(create);
                }
            }
        };
    }

    private static AbstractConnectionPool multiplex(EndpointDestination destination, Lane lane) {
        return new MultiplexConnectionPool(destination, UpstreamClient.MAX_CONNECTIONS, 1) {
            @Override
            protected void tryCreate(boolean create) {
                if (lane.limits().mayConnect(getConnectionCount())) {
                    super.tryCreate(create);
                }
            }
        };
    }
}
