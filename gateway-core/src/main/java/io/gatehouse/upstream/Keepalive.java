package io.gatehouse.upstream;

import io.gatehouse.route.ConnectionPoolSpec;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** TCP keepalive of a socket; what the operating system can't set is left to it. */
final class Keepalive {
    private Keepalive() {}

    static void set(SocketChannel channel, ConnectionPoolSpec.@Nullable Keepalive keepalive) throws IOException {
        if (keepalive == null) {
            return;
        }
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, keepalive.probes());
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(keepalive.time()));
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(keepalive.interval()));
    }

    private static void set(SocketChannel channel, SocketOption<Integer> option, @Nullable Integer value)
            throws IOException {
        if (value != null && channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    private static @Nullable Integer seconds(@Nullable Duration duration) {
        return duration == null ? null : (int) Math.max(1, duration.toSeconds());
    }
}
