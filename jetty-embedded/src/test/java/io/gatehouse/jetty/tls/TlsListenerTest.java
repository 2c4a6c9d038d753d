package io.gatehouse.jetty.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.jetty.exchange.SniNamed;
import io.gatehouse.jetty.listener.ListenerSettings;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.jetty.listener.Specs;
import io.gatehouse.route.CertificateSource;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshots;
import io.gatehouse.route.TlsSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(
        value = TlsProvider.class,
        names = {"JDK", "CONSCRYPT"})
class TlsListenerTest {
    @Parameter
    private TlsProvider provider;

    private final Server server = new Server(new InlineThreadPool(50));
    private final Snapshots snapshots = new Snapshots();
    private Listeners listeners;
    private int port;

    @TempDir
    Path files;

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new ShowConnection());
        server.start();
        listeners = new Listeners(
                server,
                snapshots,
                name -> null,
                ListenerSettings.of(HttpConfiguration::new).withTls(TlsLibraries.of(provider)));
        listeners.start();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        listeners.close();
        server.stop();
    }

    private void serve(ServerSpec... servers) {
        snapshots.publish(Specs.snapshot(Specs.listener(port, ListenerSpec.Protocol.TLS, servers)));
    }

    private static ServerSpec https(String name, TlsSpec tls, String... hosts) {
        return Specs.server(name, tls, ServerSpec.Inner.HTTP, List.of(), hosts);
    }

    @Test
    void eachServerNameGetsItsOwnCertificate() throws Exception {
        serve(
                https("app", TestMaterial.simple(TestMaterial.identity("app")), "app.example.com"),
                https("wild", TestMaterial.simple(TestMaterial.identity("wild")), "*.example.com"));

        assertEquals("app.example.com", TlsClient.anonymous().request(port, "APP.example.com"));
        assertEquals("wild.example.com", TlsClient.anonymous().request(port, "z.example.com"));
    }

    @Test
    void unmatchedOrMissingServerNameIsReset() throws Exception {
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "app.example.com"));

        assertThrows(SocketException.class, () -> TlsClient.anonymous().connect(port, "nope.example.com"));
        assertThrows(SocketException.class, () -> TlsClient.anonymous().connect(port, null));
    }

    @Test
    void clearTextOnTheTlsPortIsReset() throws Exception {
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "*"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void handlerSeesServerNameAndClientCertificate() throws Exception {
        serve(https("app", TestMaterial.clientAuth(TlsSpec.Mode.MUTUAL), "app.example.com"));
        try (SSLSocket socket = TlsClient.withCertificate("client").connect(port, "app.example.com")) {
            assertEquals("[app.example.com CN=client.example.com true]", TlsClient.get(socket));
        }
    }

    @Test
    void alpnPrefersHttp2AndGoesOnWithoutAgreement() throws Exception {
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "*"));

        assertEquals("h2", alpn("http/1.1", "h2"));
        assertEquals("http/1.1", alpn("http/1.1"));
        assertEquals("", alpn("other"));
        assertEquals("", alpn());
    }

    private String alpn(String... offered) throws Exception {
        try (SSLSocket socket = TlsClient.anonymous().alpn(offered).connect(port, "a.example.com")) {
            return socket.getApplicationProtocol();
        }
    }

    @Test
    void ecdsaCertificateIsChosenByClientsThatCanAndRsaByOthers() throws Exception {
        serve(https(
                "app",
                TestMaterial.simple(TestMaterial.identity("app"), TestMaterial.identity("app-ec")),
                "app.example.com"));

        assertEquals(
                "app-ec.example.com",
                TlsClient.anonymous()
                        .versions("TLSv1.2")
                        .suites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                        .request(port, "app.example.com"));
        assertEquals(
                "app.example.com",
                TlsClient.anonymous()
                        .versions("TLSv1.2")
                        .suites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                        .request(port, "app.example.com"));
        assertEquals(
                "app-ec.example.com", TlsClient.anonymous().versions("TLSv1.3").request(port, "app.example.com"));
    }

    @Test
    void versionsOutsideTheRangeAreRefused() throws Exception {
        serve(
                https(
                        "only13",
                        TestMaterial.spec(
                                TlsSpec.Mode.SIMPLE,
                                null,
                                null,
                                List.of(),
                                "TLSv1.3",
                                "TLSv1.3",
                                List.of(),
                                TestMaterial.identity("app")),
                        "a.example.com"),
                https(
                        "only12",
                        TestMaterial.spec(
                                TlsSpec.Mode.SIMPLE,
                                null,
                                null,
                                List.of(),
                                "TLSv1.0",
                                "TLSv1.2",
                                List.of(),
                                TestMaterial.identity("app")),
                        "b.example.com"));

        assertAlert("protocol_version", TlsClient.anonymous().versions("TLSv1.2"), "a.example.com");
        assertAlert("protocol_version", TlsClient.anonymous().versions("TLSv1.3"), "b.example.com");
        assertEquals(
                "app.example.com", TlsClient.anonymous().versions("TLSv1.3").request(port, "a.example.com"));
        assertEquals(
                "app.example.com", TlsClient.anonymous().versions("TLSv1.2").request(port, "b.example.com"));
    }

    @Test
    void cipherSuitesAreThoseNamedAndUnknownOnesAreReported() throws Exception {
        serve(https(
                "app",
                TestMaterial.spec(
                        TlsSpec.Mode.SIMPLE,
                        null,
                        null,
                        List.of(),
                        "TLSv1.2",
                        "TLSv1.2",
                        List.of("ECDHE-RSA-AES256-GCM-SHA384", "ROT13"),
                        TestMaterial.identity("app")),
                "*"));
        try (SSLSocket socket = TlsClient.anonymous().connect(port, "a")) {
            assertEquals(
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", socket.getSession().getCipherSuite());
        }
        assertTrue(listeners.states().get(0).problems().get(0).contains("\"ROT13\""));
    }

    @Test
    void mutualRefusesByTheAlertThatTls12Names() throws Exception {
        serve(https("app", TestMaterial.clientAuth(TlsSpec.Mode.MUTUAL), "*"));

        assertAlert("handshake_failure", TlsClient.anonymous().versions("TLSv1.2"), "a");
        assertAlert("unknown_ca", TlsClient.withCertificate("badclient").versions("TLSv1.2"), "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void mutualRefusesNoCertificateAndOneOfAnotherCa(String version) throws Exception {
        serve(https("app", TestMaterial.clientAuth(TlsSpec.Mode.MUTUAL), "*"));

        assertThrows(
                IOException.class, () -> TlsClient.anonymous().versions(version).request(port, "a"));
        assertThrows(
                IOException.class,
                () -> TlsClient.withCertificate("badclient").versions(version).request(port, "a"));
        assertEquals(
                "app.example.com",
                TlsClient.withCertificate("client").versions(version).request(port, "a"));
    }

    @Test
    void optionalMutualTakesNoCertificateButNoWrongOne() throws Exception {
        serve(https("app", TestMaterial.clientAuth(TlsSpec.Mode.OPTIONAL_MUTUAL), "*"));
        try (SSLSocket socket = TlsClient.anonymous().connect(port, "a")) {
            assertEquals("[a none true]", TlsClient.get(socket));
        }
        assertEquals("app.example.com", TlsClient.withCertificate("client").request(port, "a"));
        assertThrows(
                IOException.class, () -> TlsClient.withCertificate("badclient").request(port, "a"));
    }

    @Test
    void revokedClientCertificateIsRefused() throws Exception {
        serve(https(
                "app",
                TestMaterial.spec(
                        TlsSpec.Mode.MUTUAL,
                        TestMaterial.list("client-ca.pem"),
                        TestMaterial.list("client-ca.crl"),
                        List.of(),
                        "TLSv1.2",
                        "TLSv1.3",
                        List.of(),
                        TestMaterial.identity("app")),
                "*"));

        assertEquals("app.example.com", TlsClient.withCertificate("client").request(port, "a"));
        assertThrows(
                IOException.class, () -> TlsClient.withCertificate("revoked").request(port, "a"));
    }

    @Test
    void clientNameOutsideTheAllowedOnesIsRefused() throws Exception {
        serve(https(
                "app",
                TestMaterial.spec(
                        TlsSpec.Mode.MUTUAL,
                        TestMaterial.list("client-ca.pem"),
                        null,
                        List.of("spiffe://cluster.local/ns/default/sa/client"),
                        "TLSv1.2",
                        "TLSv1.3",
                        List.of(),
                        TestMaterial.identity("app")),
                "*"));

        assertEquals("app.example.com", TlsClient.withCertificate("client").request(port, "a"));
        assertThrows(
                IOException.class, () -> TlsClient.withCertificate("revoked").request(port, "a"));
    }

    @Test
    void serversOfOnePortDifferInTheirDemandsOnTheClient() throws Exception {
        serve(
                https("open", TestMaterial.simple(TestMaterial.identity("wild")), "*.example.com"),
                https("closed", TestMaterial.clientAuth(TlsSpec.Mode.MUTUAL), "app.example.com"));

        assertEquals("wild.example.com", TlsClient.anonymous().request(port, "z.example.com"));
        assertThrows(IOException.class, () -> TlsClient.anonymous().request(port, "app.example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionIsResumed(String version) throws Exception {
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "app.example.com"));
        TlsClient client = TlsClient.anonymous().versions(version);
        long created;
        try (SSLSocket first = client.connect(port, "app.example.com")) {
            TlsClient.get(first);
            created = first.getSession().getCreationTime();
            if (version.equals("TLSv1.2")) {
                byte[] id = first.getSession().getId();
                try (SSLSocket second = client.connect(port, "app.example.com")) {
                    assertArrayEquals(id, second.getSession().getId());
                }
            }
        }
        await(() -> System.currentTimeMillis() > created + 5);
        try (SSLSocket second = client.connect(port, "app.example.com")) {
            TlsClient.get(second);
            assertEquals(created, second.getSession().getCreationTime(), "the session is the old one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumedSessionKeepsTheClientsCertificate(String version) throws Exception {
        serve(https("app", TestMaterial.clientAuth(TlsSpec.Mode.MUTUAL), "app.example.com"));
        TlsClient client = TlsClient.withCertificate("client").versions(version);
        long created;
        try (SSLSocket first = client.connect(port, "app.example.com")) {
            TlsClient.get(first);
            created = first.getSession().getCreationTime();
        }
        await(() -> System.currentTimeMillis() > created + 5);
        try (SSLSocket second = client.connect(port, "app.example.com")) {
            assertEquals("[app.example.com CN=client.example.com true]", TlsClient.get(second));
            assertEquals(created, second.getSession().getCreationTime(), "the session is the old one");
        }
    }

    @Test
    void descriptorsAreGivenBackWithConnectionsThatAreCutInTheHandshake() throws Exception {
        limitHandshakes();
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "app.example.com"));
        TlsClient.anonymous().request(port, "app.example.com");
        await(() -> connections() == 0);
        long before = descriptors();
        for (int i = 0; i < 8; i++) {
            TlsClient.anonymous().stopInTheHandshake(port, "app.example.com");
        }
        await(() -> connections() == 0);

        await(() -> descriptors() < before + 4);
    }

    private void limitHandshakes() {
        listeners.close();
        ListenerSettings settings = ListenerSettings.of(HttpConfiguration::new).withTls(TlsLibraries.of(provider));
        listeners = new Listeners(
                server,
                snapshots,
                name -> null,
                settings.withTimeouts(settings.headersTimeout(), Duration.ofMillis(500)));
        listeners.start();
    }

    private int connections() {
        return Arrays.stream(server.getConnectors())
                .mapToInt(connector -> connector.getConnectedEndPoints().size())
                .sum();
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    @Test
    void renewedFilesAreServedToNewConnectionsWhileOldOnesLiveOn() throws Exception {
        serve(https("app", TestMaterial.simple(onDisk("app")), "*"));
        try (SSLSocket old = TlsClient.anonymous().connect(port, "a")) {
            TlsClient.get(old);

            replace("renewed");

            await(() -> served().equals("renewed.example.com"));
            TlsClient.get(old);
            assertEquals("app.example.com", TlsClient.commonName(old));
        }
    }

    @Test
    void badRenewalKeepsTheLastGoodCertificateAndSaysSo() throws Exception {
        serve(https("app", TestMaterial.simple(onDisk("app")), "*"));

        Files.write(files.resolve("tls.crt"), TestMaterial.pem("renewed.crt"));

        await(() -> !listeners.states().get(0).problems().isEmpty());
        assertTrue(
                listeners.states().get(0).problems().get(0).contains("private key is not the one of its certificate"));
        assertEquals("app.example.com", served());
        Files.write(files.resolve("tls.key"), TestMaterial.pem("renewed.key"));
        await(() -> served().equals("renewed.example.com"));
        assertEquals(List.of(), listeners.states().get(0).problems());
    }

    @Test
    void swappedDirectoryLinkIsNoticed() throws Exception {
        write(Files.createDirectory(files.resolve("v1")), "app");
        write(Files.createDirectory(files.resolve("v2")), "renewed");
        Path data = files.resolve("..data");
        Files.createSymbolicLink(data, Path.of("v1"));
        serve(https(
                "app",
                TestMaterial.simple(new CertificateSource.Files(
                        data.resolve("tls.crt").toString(),
                        data.resolve("tls.key").toString())),
                "*"));
        assertEquals("app.example.com", served());

        Path swapped = Files.createSymbolicLink(files.resolve("..tmp"), Path.of("v2"));
        Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        await(() -> served().equals("renewed.example.com"));
    }

    @Test
    void portOpensWhenTheMissingCertificateAppears() throws Exception {
        CertificateSource absent = new CertificateSource.Files(
                files.resolve("tls.crt").toString(), files.resolve("tls.key").toString());
        serve(https("app", TestMaterial.simple(absent), "*"));
        ListenerState state = listeners.states().get(0);
        assertEquals(ListenerState.Phase.WAITING, state.phase());
        assertTrue(state.problems().get(0).contains("there is no file"), state.problems()::toString);
        assertThrows(ConnectException.class, () -> TlsClient.anonymous().connect(port, "a"));

        write(files, "app");

        await(() -> listeners.states().get(0).phase() == ListenerState.Phase.SERVING);
        assertEquals("app.example.com", served());
    }

    @Test
    void hostWithoutCertificateIsNotServedByAnothersWildcard() throws Exception {
        serve(
                https(
                        "app",
                        TestMaterial.simple(new CertificateSource.Missing("default/app", "no such Secret")),
                        "app.example.com"),
                https("wild", TestMaterial.simple(TestMaterial.identity("wild")), "*.example.com"));

        assertThrows(SocketException.class, () -> TlsClient.anonymous().connect(port, "app.example.com"));
        assertEquals("wild.example.com", TlsClient.anonymous().request(port, "z.example.com"));
        assertEquals(
                List.of("default/app (no such Secret): no such Secret"),
                listeners.states().get(0).problems());
    }

    @Test
    void expiredCertificateIsServedWithAWarning() throws Exception {
        serve(https("app", TestMaterial.simple(TestMaterial.identity("expired")), "*"));

        assertEquals("expired.example.com", served());
        assertTrue(listeners.states().get(0).problems().get(0).contains("expired on 2020-01-31"));
    }

    @Test
    void changedSecretIsServedWithoutClosingThePort() throws Exception {
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "*"));
        try (SSLSocket old = TlsClient.anonymous().connect(port, "a")) {
            TlsClient.get(old);

            serve(https("app", TestMaterial.simple(TestMaterial.identity("renewed")), "*"));

            assertEquals("renewed.example.com", served());
            TlsClient.get(old);
        }
    }

    @Test
    void silentHandshakeIsClosed() throws Exception {
        limitHandshakes();
        serve(https("app", TestMaterial.simple(TestMaterial.identity("app")), "*"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(new byte[] {22, 3, 1});

            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
        try (SSLSocket socket = TlsClient.anonymous().connect(port, "a")) {
            await(() -> System.currentTimeMillis() > socket.getSession().getCreationTime() + 700);
            assertFalse(TlsClient.get(socket).isEmpty(), "a connection that shook hands in time lives on");
        }
    }

    private String served() {
        try {
            return TlsClient.anonymous().request(port, "a");
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private void assertAlert(String alert, TlsClient client, String serverName) throws IOException {
        // Newer JDKs put the alert's name in front
        String message = client.alert(port, serverName);
        assertTrue(message.endsWith("Received fatal alert: " + alert), message);
    }

    private CertificateSource onDisk(String name) throws IOException {
        write(files, name);
        return new CertificateSource.Files(
                files.resolve("tls.crt").toString(), files.resolve("tls.key").toString());
    }

    private static void write(Path directory, String name) throws IOException {
        Files.write(directory.resolve("tls.crt"), TestMaterial.pem(name + ".crt"));
        Files.write(directory.resolve("tls.key"), TestMaterial.pem(name + ".key"));
    }

    private void replace(String name) throws IOException {
        write(files, name);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "condition did not come true");
            Thread.onSpinWait();
        }
    }

    private static final class ShowConnection extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            EndPoint.SslSessionData tls =
                    (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            X509Certificate[] peer = endPoint.getSslSessionData().peerCertificates();
            String name = peer == null || peer.length == 0
                    ? "none"
                    : peer[0].getSubjectX500Principal().getName();
            Content.Sink.write(
                    response, true, "[" + SniNamed.of(request) + " " + name + " " + (tls == null) + "]", callback);
            return true;
        }
    }
}
