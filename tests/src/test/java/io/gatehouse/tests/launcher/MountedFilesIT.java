package io.gatehouse.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under a running gateway, however they are mounted. */
class MountedFilesIT {
    private static final String HEADERS_INSTEAD = SeedResources.VIRTUAL_SERVICE.replace("/status", "/headers");
    private final Ports ports = Ports.choose();
    private final int http = ports.number("HTTP_PORT");
    private final int https = ports.number("HTTPS_PORT");

    @TempDir
    Path directory;

    private Path config;
    private HttpBin bin;
    private Curl curl;
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws Exception {
        bin = HttpBin.start("127.0.0.1", 0);
        curl = new Curl();
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("services.yaml"), SeedResources.services(http, https, bin.port()));
    }

    @AfterEach
    void stop() throws Exception {
        curl.close();
        if (gateway != null) {
            gateway.close();
        }
        bin.close();
    }

    @Test
    void renamedAndDeletedFilesTakeEffect() throws Exception {
        Path routes = Files.writeString(config.resolve("routes.yaml"), SeedResources.VIRTUAL_SERVICE);
        Files.writeString(config.resolve("gateway.yaml"), SeedResources.HTTP_GATEWAY);
        gateway = GatewayProcess.run(config);
        assertEquals(200, curl.status("http", http, "/status/200"));

        Mount.rename(routes, HEADERS_INSTEAD);
        Await.until(() -> curl.status("http", http, "/headers") == 200, gateway::output);
        assertEquals(404, curl.status("http", http, "/status/200"));

        Files.delete(routes);
        Await.until(() -> curl.status("http", http, "/headers") == 404, gateway::output);
    }

    @Test
    void aSwappedConfigMapTakesEffectAsAWhole() throws Exception {
        Path mounted = config.resolve("mounted");
        Mount.swap(mounted, "gateway.yaml", SeedResources.HTTP_GATEWAY, "routes.yaml", SeedResources.VIRTUAL_SERVICE);
        gateway = GatewayProcess.run(config, "--config", mounted.toString());
        assertEquals(200, curl.status("http", http, "/status/200"));

        String moved = SeedResources.HTTP_GATEWAY.replace("number: 80", "number: 443");
        Mount.swap(mounted, "gateway.yaml", moved, "routes.yaml", HEADERS_INSTEAD);
        Await.until(() -> curl.status("http", https, "/headers") == 200, gateway::output);
        Await.until(() -> OpenConnection.refuses(http), gateway::output);
    }

    @Test
    void aResourceThatBecomesInvalidKeepsItsLastGoodVersion() throws Exception {
        Path routes = Files.writeString(config.resolve("routes.yaml"), SeedResources.VIRTUAL_SERVICE);
        Files.writeString(config.resolve("gateway.yaml"), SeedResources.HTTP_GATEWAY);
        gateway = GatewayProcess.run(config);

        Mount.rename(routes, HEADERS_INSTEAD.replace("prefix", "prefiks"));
        Await.until(() -> gateway.output().contains("prefiks"), gateway::output);
        assertEquals(200, curl.status("http", http, "/status/200"));
        assertTrue(gateway.output().contains(routes + ":"), "the finding names the file: " + gateway.output());

        Mount.rename(routes, HEADERS_INSTEAD);
        Await.until(() -> curl.status("http", http, "/headers") == 200, gateway::output);
    }

    @Test
    void aRenewedCertificateClosesNoConnection() throws Exception {
        Path certs = directory.resolve("certs");
        CertificateFiles.committed("httpbin").mount(certs);
        Files.writeString(config.resolve("routes.yaml"), SeedResources.VIRTUAL_SERVICE);
        Files.writeString(config.resolve("gateway.yaml"), SeedResources.HTTPS_GATEWAY);
        gateway = GatewayProcess.run(config, "--certs", certs.toString());
        try (OpenConnection open = OpenConnection.tls(https)) {
            X509Certificate old = open.certificate();
            long before = bin.requests();
            open.sendHalfOfAPost();
            Await.until(() -> bin.requests() > before, gateway::output);

            CertificateFiles.committed("wild").mount(certs);
            Await.until(() -> !old.equals(certificateNow()), gateway::output);

            String answer = open.finishThePost();
            assertTrue(answer.startsWith("HTTP/1.1 200 OK") && answer.contains("first-half"), answer);
        }
    }

    private X509Certificate certificateNow() throws Exception {
        try (OpenConnection connection = OpenConnection.tls(https)) {
            return connection.certificate();
        }
    }
}
