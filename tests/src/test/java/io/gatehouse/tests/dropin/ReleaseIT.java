package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The release archive, unpacked elsewhere and run. */
class ReleaseIT {
    private static final String HOST = "httpbin.example.com";

    @TempDir
    private Path directory;

    @Test
    @Timeout(120)
    void unpackedReleaseServes() throws Exception {
        Visitor visitor = new Visitor();
        int port = StockJetty.freePort();
        Path config = Files.createDirectories(directory.resolve("config"));
        try (HttpBin upstream = HttpBin.start("127.0.0.1", 0)) {
            Files.writeString(
                    config.resolve("seed.yaml"),
                    Resources.gateway("gateway", port, HOST)
                            + Resources.virtualService("routes", "gateway", HOST, upstream.port()));
            Process process = new ProcessBuilder(
                            unpacked().resolve("bin/gatehouse").toString(),
                            "run",
                            "--admin",
                            "127.0.0.1:" + StockJetty.freePort(),
                            "--config",
                            config.toString())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("run.log").toFile())
                    .start();
            try {
                StockJetty.await(
                        "the release answers",
                        () -> visitor.get(port, HOST, "/status/200").status() == 200);
            } finally {
                process.destroy();
                process.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private Path unpacked() throws Exception {
        Process tar = new ProcessBuilder("tar", "xzf", Artifacts.release().toString())
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        try (var names = Files.list(directory)) {
            return names.filter(name -> name.getFileName().toString().startsWith("gatehouse-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
