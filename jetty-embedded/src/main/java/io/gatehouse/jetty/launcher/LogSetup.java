package io.gatehouse.jetty.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The launcher's log: plain lines with key-values on standard error, since standard output belongs to what a command
 * prints. Set up by hand: reading an XML file costs a second at start. A user's own file
 * ({@code -Dlogback.configurationFile}) wins.
 */
final class LogSetup {
    private static final String USERS_FILE = "logback.configurationFile";
    private static final String LEVEL = "GATEHOUSE_LOG_LEVEL";
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}: %msg %kvp%n";

    private LogSetup() {}

    /** Called before anything is logged. */
    static void prepare() {
        if (System.getProperty(USERS_FILE) != null) {
            return;
        }
        System.getProperties().putIfAbsent("slf4j.provider", LogProvider.class.getName());
        System.getProperties().putIfAbsent("slf4j.internal.verbosity", "WARN"); // or it tells of the line above
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(level(System.getenv()));
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        // A line for each malformed request would let a client fill the log; the access log tells of them.
        context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.ERROR);
        context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
        // It logs a stack trace for each try while an API server is away, which the source tells in a sentence.
        context.getLogger("io.fabric8").setLevel(Level.ERROR);
        // We tell in a line what it tells with a stack trace every two seconds
        context.getLogger("io.fabric8.kubernetes.client.extended.leaderelection")
                .setLevel(Level.OFF);
    }

    private static Level level(Map<String, String> environment) {
        return Level.toLevel(environment.getOrDefault(LEVEL, "INFO").toUpperCase(Locale.ROOT), Level.INFO);
    }
}
