package io.gatehouse.jetty.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the module's settings do to connections, on a server of this process. */
class GatewayModuleTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String HEADER = "PROXY TCP4 203.0.113.7 198.51.100.1 4711 80\r\n";

    @TempDir
    private Path directory;

    private final Server server = new Server();
    private final GatewayModule module = new GatewayModule(server);
    private int http;
    private int tcp;
    private int admin;
    private ServerSocket echo;

    @BeforeEach
    void configure() throws Exception {
        http = freePort();
        tcp = freePort();
        admin = freePort();
        echo = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::echo);
        thread.setDaemon(true);
        thread.start();
        Files.writeString(directory.resolve("gateway.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: gw}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - port: {number: %d, name: http, protocol: HTTP}
                    hosts: ["*"]
                  - port: {number: %d, name: tcp, protocol: TCP}
                    hosts: ["*"]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: vs}
                spec:
                  hosts: ["*"]
                  gateways: [gw]
                  tcp:
                  - route: [{destination: {host: echo.example.com}}]
                  http:
                  - directResponse: {status: 200, body: {string: "from %%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%%"}}
                    headers: {response: {set: {x-client: "%%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%%"}}}
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: echo}
                spec:
                  hosts: [echo.example.com]
                  ports: [{number: 9000, name: tcp, protocol: TCP, targetPort: %d}]
                  resolution: STATIC
                  endpoints: [{address: 127.0.0.1}]
                """.formatted(http, tcp, echo.getLocalPort()));
        module.setConfig(directory.toString());
        module.setEngine("core");
        module.setDrain(0);
        module.setAdmin("127.0.0.1:" + admin);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private void echo() {
        try {
            while (true) {
                try (Socket connection = echo.accept()) {
                    connection.getInputStream().transferTo(connection.getOutputStream());
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void start() throws Exception {
        module.install();
        server.start();
        await(() -> page("/readyz").equals("ready\n"));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        echo.close();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "did not come true");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String page(String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + admin + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException unable) {
            return "";
        }
    }

    /** Sends, half-closes and reads to the end, from one of the many addresses of the loopback. */
    private static String talk(int port, String from, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void loadBalancersThatAreNamedTellOfTheirClients() throws Exception {
        module.setProxyProtocol("127.0.0.8, 127.0.0.9/32");
        start();

        for (String balancer : new String[] {"127.0.0.8", "127.0.0.9"}) {
            String told = talk(http, balancer, HEADER + GET);
            assertTrue(told.contains("x-client: 203.0.113.7\r\n"), told);
            assertEquals("ping", talk(tcp, balancer, HEADER + "ping"));
        }
        assertTrue(talk(http, "127.0.0.1", GET).contains("x-client: 127.0.0.1\r\n"));
        assertThrows(SocketException.class, () -> talk(http, "127.0.0.9", GET));
        await(() -> page("/metrics").contains("cause=\"proxy_header\""));
    }

    @Test
    void aPortHasNoMoreConnectionsThanItMay() throws Exception {
        module.setMaxConnections(1);
        start();

        try (Socket only = new Socket("127.0.0.1", http)) {
            only.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII), 0, 1);
            await(() -> {
                try {
                    return talk(http, "127.0.0.1", GET).isEmpty();
                } catch (IOException reset) {
                    return true;
                }
            });
            await(() -> page("/metrics").contains("cause=\"limit\""));
        }
        assertEquals("ping", talk(tcp, "127.0.0.1", "ping"), "another port has a limit of its own");
    }

    @Test
    void connectionsOfTcpRoutesAreCounted() throws Exception {
        start();

        assertEquals("ping", talk(tcp, "127.0.0.1", "ping"));
        await(() -> page("/metrics")
                .lines()
                .anyMatch(line -> line.startsWith("gatehouse_tcp_connections_total{")
                        && line.contains("detail=\"complete\"")
                        && line.endsWith(" 1.0")));
    }

    @Test
    void aBlockOfAddressesThatIsNoneIsRefusedAtTheStart() {
        module.setProxyProtocol("10.0.0.0/8, nonsense/8");
        module.install();

        assertThrows(IllegalArgumentException.class, server::start);
    }
}
