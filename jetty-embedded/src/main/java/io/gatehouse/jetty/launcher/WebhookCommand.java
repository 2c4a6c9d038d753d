package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.webhook.WebhookServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse webhook}: validates for an API server until SIGTERM or SIGINT. */
@Command(
        name = "webhook",
        description = {
            "Validates objects before a Kubernetes API server takes them, with the findings of validate.",
            "Serves POST /validate and GET /healthz by https."
        },
        mixinStandardHelpOptions = true)
final class WebhookCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("gatehouse");
    private static final Duration REFRESH = Duration.ofSeconds(5);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to listen. Default: ${DEFAULT-VALUE}",
            defaultValue = "127.0.0.1:9443")
    private String listen = "";

    @Option(
            names = "--cert",
            required = true,
            paramLabel = "FILE",
            description = "PEM file of the certificate chain; read again when it changes.")
    private Path cert = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "PEM file of its private key; read again when it changes.")
    private Path key = Path.of("");

    @Override
    public Integer call() throws Exception {
        Termination termination = Termination.onSignal();
        try (WebhookServer webhook = WebhookServer.start(Addresses.parse("--listen", listen), cert, key, REFRESH)) {
            LOG.info("ready webhook on port {}", webhook.port());
            termination.await();
        }
        LOG.info("ended");
        return 0;
    }
}
