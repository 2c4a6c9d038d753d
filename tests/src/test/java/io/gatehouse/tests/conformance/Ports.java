package io.gatehouse.tests.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The gateway's ports, chosen ahead because the configuration names them. They lie below the usual ephemeral range, so
 * that no client connection takes one meanwhile, and have five digits as the recorder's had, so that lengths compare.
 */
public final class Ports {
    private static final List<String> NAMES =
            List.of("HTTP_PORT", "HTTPS_PORT", "HTTP_PORT2", "HTTPS_PORT2", "TCP_PORT", "TLS_PORT");
    private final Map<String, Integer> numbers;

    private Ports(Map<String, Integer> numbers) {
        this.numbers = Map.copyOf(numbers);
    }

    public static Ports choose() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        NAMES.forEach(name -> numbers.put(name, free(numbers)));
        return new Ports(numbers);
    }

    public int number(String name) {
        return numbers.get(name);
    }

    public Map<String, Integer> numbers() {
        return numbers;
    }

    /** Recorded Host and location headers name the recorder's ports, 38080 and 38443. */
    public String translate(String recorded) {
        return recorded.replace(":38080", ":" + number("HTTP_PORT")).replace(":38443", ":" + number("HTTPS_PORT"));
    }

    private static int free(Map<String, Integer> taken) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(11_000, 32_000);
            if (!taken.containsValue(port) && bindable(port)) {
                return port;
            }
        }
    }

    private static boolean bindable(int port) {
        try (ServerSocket any = new ServerSocket();
                ServerSocket loopback = new ServerSocket()) {
            any.bind(new InetSocketAddress(port));
            any.close();
            loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
