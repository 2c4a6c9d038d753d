package io.gatehouse.tests.dropin;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has made, and the stock Jetty to try it in. */
final class Artifacts {
    private Artifacts() {}

    static Path war() {
        return existing("gatehouse.war", "../gateway-war/target/gateway.war");
    }

    static Path jettyModule() {
        return existing("gatehouse.jetty-module", "../dist/target/gatehouse-jetty-module.tar.gz");
    }

    /** The one archive named after its version. */
    static Path release() {
        try (var files = Files.list(jettyModule().getParent())) {
            return files.filter(file -> file.getFileName().toString().matches("gatehouse-\\d.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Path jettyHome() {
        return existing("jetty.home", "target/jetty-home/jetty-home-12.1.12");
    }

    private static Path existing(String property, String usual) {
        Path path =
                Path.of(System.getProperty(property, usual)).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing: run the tests by \"mvn verify\"");
        }
        return path;
    }
}
