package io.gatehouse.tests.launcher;

import io.gatehouse.tests.conformance.Main;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate and its private key, PEM files both. */
record CertificateFiles(Path certificate, Path key) {

    /** Made by the task's own openssl command, or the committed ones where there is no openssl. */
    static CertificateFiles make(Path directory) throws Exception {
        CertificateFiles made = new CertificateFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
        String command = "openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout " + made.key + " -out "
                + made.certificate + " -subj /CN=httpbin.example.com";
        try {
            Process openssl = new ProcessBuilder(command.split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (openssl.waitFor() == 0) {
                return made;
            }
        } catch (IOException noOpenssl) {
            return committed("httpbin");
        }
        throw new AssertionError(command);
    }

    /** A pair of the test resources. */
    static CertificateFiles committed(String name) throws URISyntaxException {
        Path folder = Main.resource("certs");
        return new CertificateFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    /** Copies the pair to where a mounted Secret has it, in one step: as Kubernetes does, by the link {@code ..data}. */
    void mount(Path mounted) throws IOException {
        Mount.swap(mounted, "tls.crt", Files.readString(certificate), "tls.key", Files.readString(key));
    }
}
