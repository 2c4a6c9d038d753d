package io.gatehouse.tests.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link ApiServer} for all classes that ask for one in their {@code @BeforeAll}: each finds it running, with the
 * project's kinds and without objects of the others.
 */
final class SharedCluster implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            ApiServer cluster = context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Running.class, key -> new Running(), Running.class)
                    .cluster();
            cluster.reset();
            return cluster;
        } catch (Exception e) {
            throw sneaky(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e; // an assumption that fails must arrive as such
    }

    /** Closed by JUnit after the last class. */
    private static final class Running implements AutoCloseable {
        private Path directory;
        private ApiServer cluster;

        ApiServer cluster() throws Exception {
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
