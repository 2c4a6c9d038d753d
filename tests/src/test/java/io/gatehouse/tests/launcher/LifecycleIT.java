package io.gatehouse.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.Ports;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway starts and ends. */
class LifecycleIT {
    private static final int IN_FLIGHT = 40;
    private final Ports ports = Ports.choose();
    private final int http = ports.number("HTTP_PORT");
    private final int https = ports.number("HTTPS_PORT");

    @TempDir
    Path directory;

    private Path config;
    private HttpBin bin;
    private Curl curl;

    @BeforeEach
    void writeTheConfiguration() throws Exception {
        bin = HttpBin.start("127.0.0.1", 0);
        curl = new Curl();
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("services.yaml"), SeedResources.services(http, https, bin.port()));
        Files.writeString(config.resolve("routes.yaml"), SeedResources.VIRTUAL_SERVICE);
        Files.writeString(config.resolve("gateway.yaml"), SeedResources.BOTH_GATEWAY);
        CertificateFiles.committed("httpbin").mount(directory.resolve("certs"));
    }

    @AfterEach
    void stop() throws Exception {
        curl.close();
        bin.close();
    }

    @Test
    void sigtermUnderLoadFailsNoRequestInFlight() throws Exception {
        try (GatewayProcess gateway = run();
                OpenConnection held = OpenConnection.plain(http);
                MultiplexedConnection multiplexed = new MultiplexedConnection(https)) {
            held.sendHalfOfAPost();
            List<CompletableFuture<Integer>> inFlight = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT / 2; i++) {
                inFlight.add(curl.later("http", http, "/delay/2"));
                inFlight.add(multiplexed.get("/delay/2"));
            }
            Await.until(() -> bin.requests() == IN_FLIGHT + 1, () -> bin.requests() + gateway.output());

            gateway.terminate();
            Await.until(() -> OpenConnection.refuses(http) && OpenConnection.refuses(https), gateway::output);
            assertTrue(gateway.alive(), gateway::output);

            for (CompletableFuture<Integer> response : inFlight) {
                assertEquals(200, response.get(30, TimeUnit.SECONDS));
            }
            String answer = held.finishThePost();
            assertTrue(answer.startsWith("HTTP/1.1 200 OK") && answer.contains("first-half"), answer);
            assertEquals(0, gateway.exitStatus());
        }
    }

    @Test
    void requestsPastTheDrainTimeoutDoNotKeepItAlive() throws Exception {
        try (GatewayProcess gateway = run("--drain-timeout", "1");
                OpenConnection held = OpenConnection.plain(http)) {
            held.sendHalfOfAPost();
            Await.until(() -> bin.requests() == 1, gateway::output);
            gateway.terminate();
            assertEquals(0, gateway.exitStatus());
        }
    }

    @Test
    void aTakenPortIsOpenedWhenItBecomesFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(http);
                GatewayProcess gateway = run()) {
            assertEquals(200, curl.status("https", https, "/status/200"), "the other port serves");
            assertTrue(gateway.output().contains(":" + http), gateway::output);
            taken.close();
            Await.until(() -> curl.status("http", http, "/status/200") == 200, gateway::output);
        }
    }

    @Test
    void allPortsTakenIsAFailureToStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(http);
                ServerSocket alsoTaken = new ServerSocket(https);
                GatewayProcess gateway = start()) {
            assertNotEquals(0, gateway.exitStatus());
            String output = gateway.output();
            assertTrue(output.contains("gatehouse: no port could be opened: "), output);
            String sentence = output.substring(output.indexOf("no port could be opened"));
            assertTrue(sentence.contains(":" + http) && sentence.contains(":" + https), sentence);
        }
    }

    private GatewayProcess run(String... more) throws Exception {
        return GatewayProcess.run(config, options(more));
    }

    private GatewayProcess start() throws Exception {
        return GatewayProcess.start(config, options());
    }

    private String[] options(String... more) {
        List<String> options =
                new ArrayList<>(List.of("--certs", directory.resolve("certs").toString()));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }
}
