package io.gatehouse.tests.conformance.backend;

import io.gatehouse.tests.conformance.client.TestCertificates;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;

/** All recorded backends on loopback ports, under the names that the recorded configurations call them by. */
public final class Backends implements Closeable {
    private final UpstreamLog log = new UpstreamLog();
    private final List<EchoBackend> echoes;
    private final Map<String, Backend> byPlaceholder = new LinkedHashMap<>();
    private final int refusedPort;

    private Backends(TestCertificates certificates) throws IOException {
        ServerSocketFactory plain = ServerSocketFactory.getDefault();
        EchoBackend a = new EchoBackend("a", plain, log);
        EchoBackend b = new EchoBackend("b", plain, log);
        EchoBackend c = new EchoBackend("c", plain, log);
        EchoBackend tls = new EchoBackend("tls", certificates.serverSockets("backend"), log);
        echoes = List.of(a, b, c, tls);
        byPlaceholder.put("BACKEND_A", a);
        byPlaceholder.put("BACKEND_B", b);
        byPlaceholder.put("BACKEND_C", c);
        byPlaceholder.put("BACKEND_TLS", tls);
        byPlaceholder.put("BACKEND_GRPC", new GrpcBackend(log));
        byPlaceholder.put("BACKEND_TCP", new StreamBackend("tcp-a", StreamBackend.Manner.ECHO, log));
        byPlaceholder.put("BACKEND_TCP_B", new StreamBackend("tcp-b", StreamBackend.Manner.ECHO, log));
        byPlaceholder.put("BACKEND_CLOSER", new StreamBackend("closer", StreamBackend.Manner.CLOSE, log));
        byPlaceholder.put("BACKEND_GARBAGE", new StreamBackend("garbage", StreamBackend.Manner.GARBAGE, log));
        refusedPort = closedPort();
    }

    public static Backends start(TestCertificates certificates) throws IOException {
        Backends backends = new Backends(certificates);
        backends.byPlaceholder.values().forEach(Backend::start);
        return backends;
    }

    /** Placeholder name to port. */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        byPlaceholder.forEach((name, backend) -> ports.put(name, backend.port()));
        ports.put("BACKEND_REFUSED", refusedPort);
        return ports;
    }

    public UpstreamLog log() {
        return log;
    }

    /** Forgets what was received and counted. */
    public void reset() {
        log.clear();
        echoes.forEach(EchoBackend::reset);
    }

    /** Below the ephemeral range, so that nothing of this test run comes to listen there. */
    private static int closedPort() throws IOException {
        for (int port = 10_007; ; port += 13) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return free.getLocalPort();
            } catch (IOException taken) {
                if (port > 30_000) {
                    throw taken;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Backend backend :
                Stream.concat(echoes.stream(), byPlaceholder.values().stream()).toList()) {
            backend.close();
        }
    }
}
