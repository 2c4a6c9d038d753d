package io.gatehouse.tests.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link ApiServer} for all classes that ask for one in their {@code @BeforeAll}: each finds it running, with the
 * project's kinds and without objects of the others.
 */
final class SharedCluster implements BeforeAllCallback, ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiServer.class;
    }

    /** Before parameters are resolved: an assumption that fails there would count as an error. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        running(context).start().reset();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).cluster;
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, key -> new Running(), Running.class);
    }

    /** Closed by JUnit after the last class. */
    private static final class Running implements AutoCloseable {
        private Path directory;
        private ApiServer cluster;

        ApiServer start() throws Exception {
            if (cluster == null) {
                Addresses.own();
                directory = Files.createTempDirectory("gatehouse-cluster");
                cluster = ApiServer.start(directory);
            }
            return cluster;
        }

        @Override
        public void close() throws Exception {
            if (cluster != null) {
                cluster.close();
            }
            if (directory != null) {
                try (Stream<Path> files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            }
        }
    }
}
