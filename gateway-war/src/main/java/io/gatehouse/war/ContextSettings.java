package io.gatehouse.war;

import jakarta.servlet.ServletContext;
import java.util.Locale;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Settings by name, from the first place that has them: the system property {@code gatehouse.config}, the environment
 * variable {@code GATEHOUSE_CONFIG}, the context parameter {@code gatehouse.config}, and JNDI's
 * {@code java:comp/env/gatehouse/config}. Who starts the process has the last word over who packed the application.
 */
final class ContextSettings implements Function<String, @Nullable String> {
    private final ServletContext context;

    ContextSettings(ServletContext context) {
        this.context = context;
    }

    @Override
    public @Nullable String apply(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            value = System.getenv(variable(name));
        }
        if (value == null) {
            value = context.getInitParameter(name);
        }
        return value == null ? fromDirectory(name) : value;
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @SuppressWarnings("BanJNDI") // The container's own entries, by fixed names: no user names what is looked up.
    private static @Nullable String fromDirectory(String name) {
        try {
            Object value = new InitialContext().lookup("java:comp/env/" + name.replace('.', '/'));
            return value instanceof String text ? text : null;
        } catch (NamingException | LinkageError e) {
            // Most containers have no entry, and some no JNDI at all.
            return null;
        }
    }
}
