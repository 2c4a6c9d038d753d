package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.launcher.GatewayProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many idle WebSockets through a gateway that is a process of its own, with a heap of 256 MiB. For ten thousand: {@code
 * -Dgatehouse.test.websockets=10000}, which takes 10,100 file descriptors over HTTP/2 and twice as many over HTTP/1.1;
 * {@code -Dgatehouse.test.idle=60} lets them idle for so many seconds.
 */
class ManyWebSocketsIT {
    private static final int COUNT = Integer.getInteger("gatehouse.test.websockets", 400);
    private static final int IDLE_SECONDS = Integer.getInteger("gatehouse.test.idle", 0);
    private static final int STREAMS = 100;
    private static final byte[] PING = "ping\n".getBytes(StandardCharsets.US_ASCII);

    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: %d, name: http, protocol: HTTP}
                hosts: ["*"]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [istio-system/gw]
              http:
              - route: [{destination: {host: svc}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: svc, namespace: default}
            spec:
              hosts: [svc.default.svc.cluster.local]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1, ports: {http: %d}}]
            """;

    @TempDir
    private Path config;

    /** One WebSocket. */
    private interface Tunnel {
        void send(byte[] bytes) throws IOException;

        byte[] receive(int length) throws IOException;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Kilobytes of memory that the process holds. */
    private static long resident(GatewayProcess gateway) throws IOException {
        Path status = Path.of("/proc", Long.toString(gateway.pid()), "status");
        return Files.exists(status) ? number(Files.readString(status), "VmRSS:\\s+(\\d+) kB") : 0;
    }

    /** Kilobytes of its heap that are in use after a collection; 0 where the JDK's tools are not there. */
    private static long heap(GatewayProcess gateway) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.exists(jcmd)) {
            return 0;
        }
        run(jcmd, gateway.pid(), "GC.run");
        return number(run(jcmd, gateway.pid(), "GC.heap_info"), "generation.* used (\\d+)K");
    }

    private static String run(Path jcmd, long pid, String command) throws Exception {
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    @Test
    void webSocketsOfHttp2ConnectionsStayOpenAndCostLittle(TestReporter reporter) throws Exception {
        List<FrameClient> clients = new ArrayList<>();
        assertTheyEcho(reporter, "h2", (port, tunnels) -> {
            while (tunnels.size() < COUNT) {
                FrameClient client = FrameClient.clear(port, 16 * 1024);
                clients.add(client);
                List<FrameClient.Exchange> opened = new ArrayList<>();
                for (int i = 0; i < Math.min(STREAMS, COUNT - tunnels.size()); i++) {
                    opened.add(client.connect("/ws", "sec-websocket-version", "13"));
                }
                for (FrameClient.Exchange each : opened) {
                    assertEquals(200, each.status());
                    tunnels.add(tunnel(each));
                }
            }
        });
        for (FrameClient each : clients) {
            each.close();
        }
    }

    private static Tunnel tunnel(FrameClient.Exchange exchange) {
        return new Tunnel() {
            @Override
            public void send(byte[] bytes) throws IOException {
                exchange.out().write(bytes);
            }

            @Override
            public byte[] receive(int length) throws IOException {
                return exchange.in().readNBytes(length);
            }
        };
    }

    @Test
    void webSocketsOfHttp1ConnectionsStayOpenAndCostLittle(TestReporter reporter) throws Exception {
        List<Socket> clients = new ArrayList<>();
        assertTheyEcho(reporter, "h1", (port, tunnels) -> {
            while (tunnels.size() < COUNT) {
                Socket client = new Socket("127.0.0.1", port);
                clients.add(client);
                client.setSoTimeout(60_000);
                client.getOutputStream()
                        .write(("GET /ws HTTP/1.1\r\nHost: shop.example.com\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: websocket\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String head = LargeBodiesTest.head(client.getInputStream());
                assertTrue(head.startsWith("HTTP/1.1 101"), head);
                tunnels.add(tunnel(client));
            }
        });
        for (Socket each : clients) {
            each.close();
        }
    }

    private static Tunnel tunnel(Socket socket) {
        return new Tunnel() {
            @Override
            public void send(byte[] bytes) throws IOException {
                socket.getOutputStream().write(bytes);
            }

            @Override
            public byte[] receive(int length) throws IOException {
                return socket.getInputStream().readNBytes(length);
            }
        };
    }

    private interface Opening {
        void open(int port, List<Tunnel> tunnels) throws Exception;
    }

    private void assertTheyEcho(TestReporter reporter, String name, Opening opening) throws Exception {
        int port = freePort();
        List<Tunnel> tunnels = new ArrayList<>();
        try (EchoTunnels upstream = new EchoTunnels()) {
            Files.writeString(config.resolve("config.yaml"), CONFIG.formatted(port, upstream.port()));
            try (GatewayProcess gateway = GatewayProcess.run(config)) {
                // Loads what the first ones need
                opening.open(port, new ArrayList<>(Collections.nCopies(COUNT - 1, null)));
                long heap = heap(gateway);
                long resident = resident(gateway);

                opening.open(port, tunnels);

                reporter.publishEntry(name + " resident bytes each", bytes(resident(gateway) - resident));
                reporter.publishEntry(name + " resident KB", Long.toString(resident(gateway)));
                reporter.publishEntry(name + " heap bytes each", bytes(heap(gateway) - heap));
                LockSupport.parkNanos(Duration.ofSeconds(IDLE_SECONDS).toNanos());
                for (Tunnel each : tunnels) {
                    each.send(PING);
                }
                for (Tunnel each : tunnels) {
                    assertEquals("ping\n", new String(each.receive(PING.length), StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static String bytes(long kilobytes) {
        return Long.toString(kilobytes * 1024 / COUNT);
    }
}
