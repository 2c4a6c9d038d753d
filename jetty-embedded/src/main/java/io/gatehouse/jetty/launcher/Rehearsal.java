package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.httpbin.HttpBin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * Does once what a gateway does when it starts, on free ports, for a JVM that archives the classes it has loaded: see
 * {@code bin/gatehouse cds}. It loads what a request and a scrape need, not the Kubernetes client: its classes would make
 * the archive three times as large, in every gateway's memory.
 */
final class Rehearsal {
    /** In the sample, the port of its httpbin. */
    private static final String SAMPLE_PORT = "18000";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** What most configurations have and the sample hasn't. */
    private static final String ALSO_COMMON = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: rehearsal}
            spec:
              hosts: [rehearsal.example.com]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1}]
            """;

    private Rehearsal() {}

    /**
     * Takes the directory of the sample configuration.
     *
     * @throws Exception when it does not go well; then nothing should be archived
     */
    public static void main(String[] arguments) throws Exception {
        Main.prepare();
        Main.commandLine("run").parseArgs("run", "--admin=off");
        SSLContext.getDefault().createSSLEngine();
        Path directory = Files.createTempDirectory("gatehouse-rehearsal");
        try (HttpBin bin = HttpBin.start(LOOPBACK, 0)) {
            copySample(Path.of(arguments[0]), directory, bin.port());
            serve(directory, bin);
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    private static void copySample(Path sample, Path directory, int upstream) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(sample, "*.yaml")) {
            for (Path file : files) {
                String text = Files.readString(file).replace(SAMPLE_PORT, String.valueOf(upstream));
                Files.writeString(directory.resolve(file.getFileName()), text);
            }
        }
        Files.writeString(directory.resolve("rehearsal.yaml"), ALSO_COMMON);
    }

    private static void serve(Path directory, HttpBin bin) throws Exception {
        try (GatewayServer gateway = GatewayConfig.paths(directory)
                .ephemeralPorts()
                .admin(new InetSocketAddress(LOOPBACK, 0))
                .drainTimeout(Duration.ZERO)
                .start()) {
            gateway.awaitReady(LONGEST);
            CurlLines.of(gateway);
            ReadyLine.of(gateway, bin);
            Termination.onSignal();
            get(gateway.port("http"), "httpbin.example.com", "/status/200");
            get(gateway.admin().orElseThrow(), "localhost", "/readyz");
            get(gateway.admin().orElseThrow(), "localhost", "/metrics");
        }
    }

    private static void get(int port, String host, String path) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout((int) LONGEST.toMillis());
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException(path + ": " + answer);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
