package io.gatehouse.tests.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatehouse.tests.tcp.FaultProxy.Direction;
import io.gatehouse.tests.tcp.FaultProxy.Fault;
import io.gatehouse.tests.upstream.BackendTls;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network does to TCP routes and to TLS that passes through, on either side of the gateway. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class TcpFaultsTest {
    private final boolean tls;
    private final Upstream upstream;
    private final FaultProxy behind;
    private final TcpGateway gateway;
    private final FaultProxy before;

    TcpFaultsTest(boolean tls) throws Exception {
        this.tls = tls;
        upstream = tls ? Upstream.tls(false, Upstream.echo("a")) : Upstream.plain(Upstream.echo("a"));
        behind = new FaultProxy(upstream.port());
        gateway = TcpGateway.start("{loadBalancer: {simple: RANDOM}}", Upstream.endpoint(behind.port()));
        before = new FaultProxy(gateway.server().port(tls ? "tls" : "tcp"));
    }

    @AfterEach
    void stop() throws Exception {
        before.close();
        gateway.close();
        behind.close();
        upstream.close();
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket("127.0.0.1", before.port());
        socket.setSoTimeout(20_000);
        if (!tls) {
            return socket;
        }
        SSLSocket secure = (SSLSocket) BackendTls.believing("root-ca.pem")
                .getSocketFactory()
                .createSocket(socket, "backend.example.com", before.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("backend.example.com")));
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private void assertRecovered() throws Exception {
        behind.heal();
        before.heal();
        try (Socket socket = connect()) {
            assertEquals("a", TcpGateway.line(socket));
            TcpGateway.say(socket, "hello\n");
            assertEquals("hello", TcpGateway.line(socket));
        }
        gateway.awaitNothingLeft();
        TcpGateway.await(() -> behind.open() == 0 && before.open() == 0);
    }

    /** The exchange of two lines fails, in whatever way. */
    private void assertCut() {
        IOException end = assertThrows(IOException.class, () -> {
            try (Socket socket = connect()) {
                TcpGateway.say(socket, "hello\n");
                if (!"a".equals(TcpGateway.line(socket)) || !"hello".equals(TcpGateway.line(socket))) {
                    throw new IOException("ended early");
                }
            }
        });
        assertFalse(end instanceof SocketTimeoutException, "hangs");
    }

    @Test
    void cutsOnEitherSideEndBothConnections() throws Exception {
        for (FaultProxy proxy : new FaultProxy[] {behind, before}) {
            for (Direction direction : Direction.values()) {
                for (boolean reset : new boolean[] {true, false}) {
                    for (long place : new long[] {0, 1}) {
                        proxy.fault(direction, Fault.cutAfter(place, reset));
                        assertCut();
                        proxy.heal();
                        gateway.awaitNothingLeft();
                    }
                }
            }
        }
        assertRecovered();
    }

    @Test
    void connectionsThatAreResetAtOnceEndTheClients() throws Exception {
        behind.refuse(true);

        assertCut();

        assertRecovered();
    }

    @Test
    void openConnectionsThatAreResetLeaveNothing() throws Exception {
        for (FaultProxy proxy : new FaultProxy[] {behind, before}) {
            try (Socket socket = connect()) {
                assertEquals("a", TcpGateway.line(socket));

                proxy.resetAll();

                assertThrows(IOException.class, () -> {
                    if (socket.getInputStream().read() < 0) {
                        throw new IOException("ended");
                    }
                });
            }
            gateway.awaitNothingLeft();
        }
        assertRecovered();
    }

    @Test
    void aSlowNetworkOnlyTakesLonger() throws Exception {
        for (FaultProxy proxy : new FaultProxy[] {behind, before}) {
            proxy.fault(Direction.FORTH, Fault.throttle(20));
            proxy.fault(Direction.BACK, Fault.delay(20));
        }
        try (Socket socket = connect()) {
            assertEquals("a", TcpGateway.line(socket));
            TcpGateway.say(socket, "x".repeat(5_000) + "\n");
            assertEquals(5_000, TcpGateway.line(socket).length());
        }
        assertRecovered();
    }

    @Test
    void wrongBytesReachThePeersWhoKnowThem() throws Exception {
        behind.fault(Direction.BACK, Fault.corruptAt(0));
        if (tls) {
            assertCut();
        } else {
            try (Socket socket = connect()) {
                assertEquals(Character.toString('a' ^ 0x5a), TcpGateway.line(socket));
            }
        }
        assertRecovered();
    }
}
