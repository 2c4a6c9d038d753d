package io.gatehouse.jetty.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.jetty.listener.ListenerSettings;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.jetty.listener.Specs;
import io.gatehouse.jetty.tls.TestMaterial;
import io.gatehouse.resource.Position;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.L4Route;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.route.TlsSpec;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.UpstreamClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpListenerTest {
    private final Server server = new Server(new InlineThreadPool(50));
    private final Snapshots snapshots = new Snapshots();
    private final List<AutoCloseable> open = new ArrayList<>();
    private UpstreamClient client;
    private Listeners listeners;

    /** What an upstream does with a connection. */
    private interface Talk {
        void with(InputStream in, OutputStream out) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
        client = UpstreamClient.create(server.getThreadPool(), server.getScheduler(), server.getByteBufferPool(), 1);
        client.http().start();
        Clusters clusters = new Clusters(
                snapshots,
                client,
                host -> java.util.concurrent.CompletableFuture.failedFuture(new java.net.UnknownHostException(host)));
        open.add(clusters);
        listeners = new Listeners(
                server,
                snapshots,
                clusters::find,
                ListenerSettings.of(HttpConfiguration::new).withEphemeralPorts());
        listeners.start();
    }

    @AfterEach
    void stop() throws Exception {
        listeners.close();
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        client.http().stop();
        server.stop();
    }

    private int upstream(Talk talk) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket accepted = socket.accept();
                    new Thread(() -> {
                                try (accepted) {
                                    talk.with(accepted.getInputStream(), accepted.getOutputStream());
                                } catch (IOException broken) {
                                    assertTrue(broken.getMessage() != null);
                                }
                            })
                            .start();
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket.getLocalPort();
    }

    private static Talk greet(String name) {
        return (in, out) -> {
            out.write(("hello from " + name + "\n").getBytes(StandardCharsets.US_ASCII));
            in.transferTo(out);
        };
    }

    private static L4Route route(List<String> sniHosts, List<String> sources, WeightedCluster... destinations) {
        return new L4Route("default/vs[0]", sniHosts, List.of(), sources, List.of(destinations), Position.NONE);
    }

    private static WeightedCluster to(int port, int weight) {
        return new WeightedCluster("c" + port, weight, HeaderOps.NONE, HeaderOps.NONE);
    }

    private int serve(
            ListenerSpec.Protocol protocol,
            ServerSpec.Inner inner,
            TlsSpec tls,
            List<L4Route> routes,
            String... hosts) {
        Map<String, ClusterSpec> clusters = new java.util.HashMap<>();
        routes.forEach(route -> route.destinations().forEach(destination -> {
            int port = Integer.parseInt(destination.cluster().substring(1));
            clusters.put(
                    destination.cluster(),
                    new ClusterSpec(
                            destination.cluster(),
                            "up",
                            port,
                            "",
                            ClusterSpec.Protocol.TCP,
                            ClusterSpec.Resolution.STATIC,
                            List.of(new EndpointSpec("127.0.0.1", port, 1, Map.of(), "")),
                            null));
        }));
        ListenerSpec listener = Specs.listener(9000, protocol, Specs.server("tcp", tls, inner, routes, hosts));
        snapshots.publish(new Snapshot(1, List.of(listener), clusters, MeshSpec.DEFAULT));
        return listeners.port("tcp").orElseThrow();
    }

    private int serveTcp(L4Route... routes) {
        return serve(ListenerSpec.Protocol.TCP, ServerSpec.Inner.TCP, null, List.of(routes), "*");
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            if (octet < 0) {
                throw new IOException("closed after " + line);
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    @Test
    void bytesAreJoinedBothWays() throws Exception {
        int port = serveTcp(route(List.of(), List.of(), to(upstream(greet("a")), 1)));
        try (Socket socket = connect(port)) {
            assertEquals("hello from a", line(socket));
            socket.getOutputStream().write("ping\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("ping", line(socket));
        }
    }

    @Test
    void clientsEndIsPassedOnWhileTheAnswerGoesOn() throws Exception {
        int port = serveTcp(route(
                List.of(),
                List.of(),
                to(
                        upstream((in, out) -> {
                            int length = in.readAllBytes().length;
                            out.write(("got " + length + "\n").getBytes(StandardCharsets.US_ASCII));
                        }),
                        1)));
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(new byte[100_000]);
            socket.shutdownOutput();

            assertEquals("got 100000", line(socket));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void megabytesArriveWhole() throws Exception {
        int port = serveTcp(route(List.of(), List.of(), to(upstream((in, out) -> in.transferTo(out)), 1)));
        byte[] sent = new byte[5_000_000];
        new SecureRandom().nextBytes(sent);
        try (Socket socket = connect(port)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });

            assertTrue(Arrays.equals(sent, socket.getInputStream().readAllBytes()));
            sending.join();
        }
    }

    @Test
    void destinationOfWeightZeroGetsNothing() throws Exception {
        int port = serveTcp(route(List.of(), List.of(), to(upstream(greet("a")), 0), to(upstream(greet("b")), 100)));
        for (int round = 0; round < 20; round++) {
            try (Socket socket = connect(port)) {
                assertEquals("hello from b", line(socket));
            }
        }
    }

    @Test
    void firstRouteWhoseSubnetFitsIsTaken() throws Exception {
        int port = serveTcp(
                route(List.of(), List.of("10.0.0.0/8"), to(upstream(greet("far")), 1)),
                route(List.of(), List.of("127.0.0.0/8"), to(upstream(greet("near")), 1)));
        try (Socket socket = connect(port)) {
            assertEquals("hello from near", line(socket));
        }
    }

    @Test
    void refusedUpstreamResetsTheClient() throws Exception {
        int refused;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused = closed.getLocalPort();
        }
        int port = serveTcp(route(List.of(), List.of(), to(refused, 1)));
        try (Socket socket = connect(port)) {
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void changedRoutesServeNewConnectionsWhileOldOnesLiveOn() throws Exception {
        int port = serveTcp(route(List.of(), List.of(), to(upstream(greet("a")), 1)));
        try (Socket old = connect(port)) {
            assertEquals("hello from a", line(old));

            assertEquals(port, serveTcp(route(List.of(), List.of(), to(upstream(greet("b")), 1))));

            try (Socket fresh = connect(port)) {
                assertEquals("hello from b", line(fresh));
            }
            old.getOutputStream().write("ping\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("ping", line(old));
        }
    }

    @Test
    void terminatedTlsLeadsToClearTcp() throws Exception {
        int port = serve(
                ListenerSpec.Protocol.TLS,
                ServerSpec.Inner.TCP,
                TestMaterial.simple(TestMaterial.identity("app")),
                List.of(route(List.of(), List.of(), to(upstream(greet("a")), 1))),
                "app.example.com");
        try (Socket socket = tls(connect(port), "app.example.com")) {
            assertEquals("hello from a", line(socket));
            socket.getOutputStream().write("ping\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("ping", line(socket));
        }
    }

    @Test
    void passedThroughTlsIsTheUpstreamsOwn() throws Exception {
        int upstream = serve(
                ListenerSpec.Protocol.TLS,
                ServerSpec.Inner.TCP,
                TestMaterial.simple(TestMaterial.identity("wild")),
                List.of(route(List.of(), List.of(), to(upstream(greet("a")), 1))),
                "*");
        Snapshot behind = snapshots.current();
        List<L4Route> routes = List.of(route(List.of("app.example.com"), List.of(), to(upstream, 1)));
        ListenerSpec front = Specs.listener(
                9001,
                ListenerSpec.Protocol.TLS,
                Specs.server("front", null, ServerSpec.Inner.PASSTHROUGH, routes, "*.example.com"));
        Map<String, ClusterSpec> clusters = new java.util.HashMap<>(behind.clusters());
        clusters.put(
                "c" + upstream,
                new ClusterSpec(
                        "c" + upstream,
                        "up",
                        upstream,
                        "",
                        ClusterSpec.Protocol.TCP,
                        ClusterSpec.Resolution.STATIC,
                        List.of(new EndpointSpec("127.0.0.1", upstream, 1, Map.of(), "")),
                        null));
        snapshots.publish(new Snapshot(2, List.of(behind.listeners().get(0), front), clusters, MeshSpec.DEFAULT));
        int port = listeners.port("front").orElseThrow();

        try (SSLSocket socket = tls(connect(port), "app.example.com")) {
            X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertEquals("CN=wild.example.com", leaf.getSubjectX500Principal().getName());
            assertEquals("hello from a", line(socket));
        }
        assertThrows(SocketException.class, () -> tls(connect(port), "other.example.com"));
    }

    private static SSLSocket tls(Socket plain, String serverName) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
