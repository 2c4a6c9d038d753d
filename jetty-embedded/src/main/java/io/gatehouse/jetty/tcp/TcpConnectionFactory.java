package io.gatehouse.jetty.tcp;

import io.gatehouse.route.L4Route;
import io.gatehouse.route.ServerSpec;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** The only protocol of a TCP listener. */
public final class TcpConnectionFactory extends AbstractConnectionFactory {
    private final TcpProxy proxy;
    private final Supplier<List<ServerSpec>> servers;

    /**
     * Makes the factory.
     *
     * @param servers the listener's servers at the moment of a connection
     */
    public TcpConnectionFactory(TcpProxy proxy, Supplier<List<ServerSpec>> servers) {
        super("tcp");
        this.proxy = proxy;
        this.servers = servers;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        List<L4Route> routes =
                servers.get().stream().flatMap(server -> server.l4().stream()).toList();
        return configure(proxy.connection(new Arrival(connector, endPoint, null, routes)), connector, endPoint);
    }
}
