package io.gatehouse.hosted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Gatehouse's classes, as they were loaded. */
public final class GatehouseVersion {
    private static final String FILE = "version.properties";

    private GatehouseVersion() {}

    /** Of the classes that this one was loaded with. */
    public static String loaded() {
        return of(GatehouseVersion.class);
    }

    /** Of the artefact that a class belongs to, which keeps a {@code version.properties} beside it. */
    public static String of(Class<?> type) {
        try (InputStream in = type.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no " + FILE + " beside " + type.getName());
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
