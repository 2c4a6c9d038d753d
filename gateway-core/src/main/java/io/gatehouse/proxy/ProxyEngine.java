package io.gatehouse.proxy;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.telemetry.ResponseReason;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Clusters;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpFields;

/** The end of the filter chain: sends the exchange to the cluster that routing picked. */
public final class ProxyEngine implements ExchangeChain {
    private static final byte[] NOTHING = {};

    private final Clusters clusters;

    /** An engine on live clusters; it makes their client hand over 1xx and 101 answers. */
    public ProxyEngine(Clusters clusters) {
        this.clusters = clusters;
        prepare(clusters.client().http());
    }

    /** The client's own handlers would follow redirects, answer 401 and hold bodies back. */
    private static void prepare(HttpClient client) {
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new InterimAnswers());
        client.getProtocolHandlers().put(new UpgradeAnswers());
    }

    @Override
    public void proceed(ClientExchange exchange) {
        String name = exchange.upstream().cluster();
        if (name == null) {
            throw new IllegalStateException("no filter picked a cluster");
        }
        Cluster whole = clusters.find(name);
        Cluster cluster = whole == null ? null : whole.of(exchange.upstream().authority());
        if (cluster == null || cluster.spec().unknown() != null) {
            exchange.reply(503, ResponseReason.CLUSTER_NOT_FOUND, HttpFields.EMPTY, NOTHING);
        } else if (cluster.ready().isDone()) {
            new ProxyExchange(exchange, cluster, clusters).start();
        } else {
            cluster.ready().thenRun(() -> new ProxyExchange(exchange, cluster, clusters).start());
        }
    }
}
