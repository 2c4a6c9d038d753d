package io.gatehouse.jetty.launcher;

import io.gatehouse.resource.ResourceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code gatehouse create secret tls NAME --key FILE --cert FILE}, as kubectl's. */
@Command(name = "secret", description = "Adds a Secret.", mixinStandardHelpOptions = true)
final class CreateSecretCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CreateCommand create;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "tls",
            description = "Adds a Secret with a certificate and its private key.",
            mixinStandardHelpOptions = true)
    int tls(
            @Parameters(paramLabel = "NAME", description = "Name of the Secret.") String name,
            @Option(names = "--cert", required = true, description = "PEM file of the certificate chain.") Path cert,
            @Option(names = "--key", required = true, description = "PEM file of the private key.") Path key)
            throws IOException {
        String namespace = create.namespace;
        String yaml = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: " + name + "\n  namespace: " + namespace
                + "\ntype: kubernetes.io/tls\ndata:\n"
                + "  tls.crt: " + pem(cert, "CERTIFICATE-----") + "\n"
                + "  tls.key: " + pem(key, "PRIVATE KEY-----") + "\n";
        Map<ResourceKey, String> secret = Map.of(new ResourceKey("Secret", namespace, name), yaml);
        return create.edit(spec).run(Verb.CREATE, secret);
    }

    private static String pem(Path file, String label) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(label)) {
            throw new CommandFailure(
                    file + ": no PEM block of a " + label.replace("-----", "").toLowerCase(java.util.Locale.ROOT));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
