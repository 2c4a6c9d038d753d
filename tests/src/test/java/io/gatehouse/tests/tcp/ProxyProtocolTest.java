package io.gatehouse.tests.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.upstream.BackendTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Load balancers in front that tell of their clients by a PROXY header. */
class ProxyProtocolTest {
    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: web, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["*"]
              - port: {number: 443, name: https, protocol: HTTPS}
                hosts: [backend.example.com]
                tls: {mode: SIMPLE, serverCertificate: %s, privateKey: %s}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [istio-system/web]
              http:
              - route: [{destination: {host: web}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: web, namespace: default}
            spec:
              hosts: [web.default.svc.cluster.local]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1, ports: {http: %d}}]
            ---
            """;
    private static final String LINE = "PROXY TCP4 203.0.113.7 198.51.100.1 4711 443\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: backend.example.com\r\n\r\n";
    private static final String ANY = "{loadBalancer: {simple: RANDOM}}";

    private Upstream web;
    private Upstream tcp;

    @BeforeEach
    void open() throws Exception {
        web = Upstream.plain(ProxyProtocolTest::tellForwardedFor);
        tcp = Upstream.plain(Upstream.echo("tcp"));
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        tcp.close();
    }

    /** Answers each request with its X-Forwarded-For. */
    private static void tellForwardedFor(Socket connection) throws IOException {
        String forwarded = "";
        for (String line = TcpGateway.line(connection); line != null; line = TcpGateway.line(connection)) {
            String field = line.trim();
            if (field.toLowerCase(java.util.Locale.ROOT).startsWith("x-forwarded-for:")) {
                forwarded = field.substring(16).trim();
            }
            if (field.isEmpty()) {
                TcpGateway.say(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Length: " + (forwarded.length() + 1) + "\r\n\r\n" + forwarded
                                + "\n");
            }
        }
    }

    private TcpGateway start(String policy, List<String> blocks) throws Exception {
        return start("", policy, blocks);
    }

    private TcpGateway start(String mesh, String policy, List<String> blocks) throws Exception {
        String yaml = mesh
                + CONFIG.formatted(TcpGateway.cert("backend.crt"), TcpGateway.cert("backend.key"), web.port())
                + TcpGateway.config(policy, tcp.endpoint());
        return TcpGateway.start(yaml, config -> config.proxyProtocol(blocks));
    }

    private static Socket connect(TcpGateway gateway, String server, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), gateway.server().port(server)));
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The body's line of the next answer. */
    private static String answer(Socket socket) throws IOException {
        String head = "";
        while (!head.endsWith("\n\n")) {
            head += TcpGateway.line(socket).trim() + "\n";
        }
        assertTrue(head.startsWith("HTTP/1.1 200"), head);
        return TcpGateway.line(socket);
    }

    private static byte[] binary(int command, int family, byte[] addresses) {
        return ByteBuffer.allocate(16 + addresses.length)
                .put(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10})
                .put((byte) (0x20 | command))
                .put((byte) family)
                .putShort((short) addresses.length)
                .put(addresses)
                .array();
    }

    @Test
    void requestsAreThoseOfTheClientThatTheHeaderNames() throws Exception {
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.0/8"));
                Socket socket = connect(gateway, "http", "127.0.0.1")) {
            TcpGateway.say(socket, LINE + GET);
            assertEquals("203.0.113.7", answer(socket));
            TcpGateway.say(socket, GET);
            assertEquals("203.0.113.7", answer(socket), "the next request of the connection, too");

            TcpGateway.await(() -> gateway.log().contains("\"downstream_remote_address\":\"203.0.113.7:4711\""));
        }
    }

    @Test
    void aHeaderMayComeByteByByte() throws Exception {
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.0/8"));
                Socket socket = connect(gateway, "http", "127.0.0.1")) {
            socket.setTcpNoDelay(true);
            for (byte octet : LINE.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(octet);
            }
            TcpGateway.say(socket, GET);

            assertEquals("203.0.113.7", answer(socket));
        }
    }

    @Test
    void theBinaryHeaderIsUnderstoodWithAdditionsAndOfIpv6() throws Exception {
        byte[] four = ByteBuffer.allocate(12 + 7)
                .put(new byte[] {(byte) 203, 0, 113, 9, (byte) 198, 51, 100, 1})
                .putShort((short) 4711)
                .putShort((short) 80)
                .put(new byte[] {4, 0, 4, 1, 2, 3, 4})
                .array();
        byte[] six = ByteBuffer.allocate(36)
                .put(InetAddress.getByName("2001:db8::7").getAddress())
                .put(InetAddress.getByName("2001:db8::1").getAddress())
                .putShort((short) 4711)
                .putShort((short) 80)
                .array();
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.0/8"))) {
            try (Socket socket = connect(gateway, "http", "127.0.0.1")) {
                socket.getOutputStream().write(binary(1, 0x11, four));
                TcpGateway.say(socket, GET);
                assertEquals("203.0.113.9", answer(socket));
            }
            try (Socket socket = connect(gateway, "http", "127.0.0.1")) {
                socket.getOutputStream().write(binary(1, 0x21, six));
                TcpGateway.say(socket, GET);
                assertEquals(InetAddress.getByName("2001:db8::7").getHostAddress(), answer(socket));
            }
        }
    }

    @Test
    void aHeaderThatNamesNobodyLeavesTheProxysOwnAddress() throws Exception {
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.0/8"))) {
            for (byte[] header :
                    List.of(binary(0, 0, new byte[0]), "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII))) {
                try (Socket socket = connect(gateway, "http", "127.0.0.5")) {
                    socket.getOutputStream().write(header);
                    TcpGateway.say(socket, GET);
                    assertEquals("127.0.0.5", answer(socket));
                }
            }
        }
    }

    @Test
    void tlsComesAfterTheHeader() throws Exception {
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.0/8"));
                Socket plain = connect(gateway, "https", "127.0.0.1")) {
            TcpGateway.say(plain, LINE);
            try (SSLSocket socket = (SSLSocket) BackendTls.believing("root-ca.pem")
                    .getSocketFactory()
                    .createSocket(plain, "backend.example.com", 443, true)) {
                TcpGateway.say(socket, GET);
                assertEquals("203.0.113.7", answer(socket));
            }
        }
    }

    @Test
    void tcpRoutesTellTheirUpstreamOfTheClient() throws Exception {
        try (TcpGateway gateway = start("{proxyProtocol: {version: V1}}", List.of("127.0.0.0/8"));
                Socket socket = connect(gateway, "tcp", "127.0.0.1")) {
            TcpGateway.say(socket, LINE + "ping\n");
            assertEquals("tcp", TcpGateway.line(socket));
            assertEquals(LINE.trim(), TcpGateway.line(socket).trim());
            assertEquals("ping", TcpGateway.line(socket));
        }
    }

    @Test
    void theHashOfTheSourceAddressIsOfTheClientInTheHeader() throws Exception {
        try (Upstream other = Upstream.plain(Upstream.echo("other"))) {
            String yaml = TcpGateway.config(
                    "{loadBalancer: {consistentHash: {useSourceIp: true}}}", tcp.endpoint(), other.endpoint());
            try (TcpGateway gateway = TcpGateway.start(yaml, config -> config.proxyProtocol(List.of("127.0.0.1")))) {
                Set<String> names = new HashSet<>();
                for (int client = 1; client <= 20; client++) {
                    Set<String> own = new HashSet<>();
                    for (int i = 0; i < 2; i++) {
                        try (Socket socket = gateway.connect()) {
                            TcpGateway.say(socket, "PROXY TCP4 10.0.0." + client + " 10.1.1.1 1000 80\r\n");
                            own.add(TcpGateway.line(socket));
                        }
                    }
                    assertEquals(1, own.size());
                    names.addAll(own);
                }

                // The chance that 20 clients hash to one of two equal endpoints is 2^-19.
                assertEquals(Set.of("tcp", "other"), names);
            }
        }
    }

    @Test
    void onlyTheNamedPeersSendAHeader() throws Exception {
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.9/32"))) {
            try (Socket direct = connect(gateway, "http", "127.0.0.1")) {
                TcpGateway.say(direct, GET);
                assertEquals("127.0.0.1", answer(direct));
            }
            try (Socket pretender = connect(gateway, "http", "127.0.0.1")) {
                TcpGateway.say(pretender, LINE + GET);
                String answered = TcpGateway.line(pretender);
                assertTrue(answered.startsWith("HTTP/1.1 400"), answered);
            }
            try (Socket proxy = connect(gateway, "http", "127.0.0.9")) {
                TcpGateway.say(proxy, LINE + GET);
                assertEquals("203.0.113.7", answer(proxy));
            }
        }
    }

    @Test
    void theMeshCanAskForAHeaderOfEverybody() throws Exception {
        String mesh = """
                apiVersion: mesh.istio.io/v1alpha1
                kind: MeshConfig
                metadata: {name: mesh, namespace: istio-system}
                defaultConfig: {gatewayTopology: {proxyProtocol: {}}}
                ---
                """;
        try (TcpGateway gateway = start(mesh, ANY, List.of())) {
            try (Socket socket = connect(gateway, "http", "127.0.0.1")) {
                TcpGateway.say(socket, LINE + GET);
                assertEquals("203.0.113.7", answer(socket));
            }
            try (Socket without = connect(gateway, "http", "127.0.0.1")) {
                TcpGateway.say(without, GET);
                assertThrows(SocketException.class, () -> TcpGateway.line(without));
            }
        }
    }

    @Test
    void aMissingOrMalformedHeaderEndsTheConnectionAndIsCounted() throws Exception {
        List<byte[]> headers = List.of(
                ascii(GET),
                ascii("PROXY TCP4 203.0.113.7 198.51.100.1 4711 443\n" + GET),
                ascii("PROXY TCP4 203.0.113.7 198.51.100.1 99999 443\r\n"),
                ascii("PROXY TCP4 203.0.113.777 198.51.100.1 1 443\r\n"),
                ascii("PROXY TCP4 2001:db8::7 2001:db8::1 1 443\r\n"),
                ascii("PROXY TCP4 example.com localhost 1 443\r\n"),
                ascii("PROXY UDP4 203.0.113.7 198.51.100.1 1 443\r\n"),
                ascii("PROXY TCP4 " + "1".repeat(100)),
                binary(2, 0x11, new byte[12]),
                binary(1, 0x11, new byte[11]),
                binary(1, 0x11, new byte[5000]));
        try (TcpGateway gateway = start(ANY, List.of("127.0.0.0/8"))) {
            for (byte[] header : headers) {
                try (Socket socket = connect(gateway, "http", "127.0.0.1")) {
                    OutputStream out = socket.getOutputStream();
                    out.write(header);
                    assertThrows(
                            SocketException.class,
                            () -> TcpGateway.line(socket),
                            () -> new String(header, StandardCharsets.ISO_8859_1));
                }
            }
            assertEquals(0, web.connections(), "nothing reaches the upstream");
            assertEquals(
                    headers.size(), gateway.meter("gatehouse_connections_refused_total", "cause=\"proxy_header\""));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
