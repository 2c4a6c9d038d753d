package io.gatehouse.validate;

import io.gatehouse.resource.ConnectionPoolSettings;
import io.gatehouse.resource.DestinationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits of connection pools are not negative and go together. */
final class ConnectionPoolRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        TrafficPolicies.each(rule, settings -> {
            ConnectionPoolSettings pool = settings.connectionPool();
            if (pool == null) {
                return;
            }
            String field = settings.path() + ".connectionPool";
            if (pool.tcp() == null && pool.http() == null) {
                context.error(RuleCodes.CONNECTION_POOL, field, "there is neither tcp nor http");
            }
            if (pool.tcp() != null) {
                checkTcp(field + ".tcp", pool.tcp(), context);
            }
            if (pool.http() != null) {
                checkHttp(field + ".http", pool.http(), context);
            }
        });
    }

    private static void checkTcp(String field, ConnectionPoolSettings.Tcp tcp, RuleContext context) {
        notNegative(field + ".maxConnections", tcp.maxConnections(), context);
        Duration idle = tcp.idleTimeout();
        if (idle != null && idle.toMillis() != 0 && (idle.isNegative() || idle.getNano() % 1_000_000 != 0)) {
            context.error(
                    RuleCodes.CONNECTION_POOL,
                    field + ".idleTimeout",
                    "is neither 0 (off) nor a duration in whole milliseconds");
        }
    }

    private static void checkHttp(String field, ConnectionPoolSettings.Http http, RuleContext context) {
        notNegative(field + ".http1MaxPendingRequests", http.http1MaxPendingRequests(), context);
        notNegative(field + ".http2MaxRequests", http.http2MaxRequests(), context);
        notNegative(field + ".maxRequestsPerConnection", http.maxRequestsPerConnection(), context);
        notNegative(field + ".maxRetries", http.maxRetries(), context);
        notNegative(field + ".maxConcurrentStreams", http.maxConcurrentStreams(), context);
        if (http.h2UpgradePolicy() == ConnectionPoolSettings.H2UpgradePolicy.UPGRADE && http.useClientProtocol()) {
            context.error(
                    RuleCodes.CONNECTION_POOL,
                    field + ".useClientProtocol",
                    "excludes h2UpgradePolicy: UPGRADE",
                    "keep one of both");
        }
        ConnectionPoolSettings.Http2KeepAlive keepAlive = http.http2KeepAlive();
        if (keepAlive != null && (keepAlive.interval() == null || keepAlive.timeout() == null)) {
            context.error(RuleCodes.CONNECTION_POOL, field + ".http2KeepAlive", "needs both interval and timeout");
        }
    }

    private static void notNegative(String field, @Nullable Integer value, RuleContext context) {
        if (value != null && value < 0) {
            context.error(RuleCodes.CONNECTION_POOL, field, Names.quoted(value.toString()) + " is below 0");
        }
    }
}
