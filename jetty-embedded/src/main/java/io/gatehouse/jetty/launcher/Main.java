package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatehouse}: exits with 0 when all is well, 1 when something is refused or fails, 2 for a wrong command line. */
@Command(
        name = "gatehouse",
        description = "The gateway for Java shops: Istio Gateway and VirtualService YAML, served on Jetty.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {
    private static final List<Subcommand> SUBCOMMANDS = List.of(
            new Subcommand("run", RunCommand.class),
            new Subcommand("httpbin", HttpBinCommand.class),
            new Subcommand("validate", ValidateCommand.class),
            new Subcommand("explain", ExplainCommand.class),
            new Subcommand("create", CreateCommand.class),
            new Subcommand("replace", ReplaceCommand.class),
            new Subcommand("apply", ApplyCommand.class),
            new Subcommand("delete", DeleteCommand.class),
            new Subcommand("get", GetCommand.class),
            new Subcommand("webhook", WebhookCommand.class));

    /** The name is also that of its annotation, which is expensive to read. */
    private record Subcommand(String name, Class<?> type) {}

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        prepare();
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Before anything else: what takes much time at start, and can be left out. */
    static void prepare() {
        // Jetty lists all locales, of which nothing that we write depends on any.
        System.getProperties().putIfAbsent("java.locale.providers", "HOST");
        // It asks the JVM for this one through JMX, the only thing to need that at start.
        System.getProperties().putIfAbsent("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        LogSetup.prepare();
    }

    /**
     * Runs a command in this process.
     *
     * @param out what it prints
     * @param err what it says when it can't do its work
     * @return its exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(arguments).setOut(out).setErr(err).execute(arguments);
    }

    /** Where the first argument names a command, with that one only: what the others can do takes time to learn. */
    static CommandLine commandLine(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        CommandLine line = new CommandLine(new Main());
        List<Subcommand> named = SUBCOMMANDS.stream()
                .filter(command -> command.name().equals(first))
                .toList();
        for (Subcommand command : named.isEmpty() ? SUBCOMMANDS : named) {
            line.addSubcommand(command.name(), command.type());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(Main::failed);
    }

    /** A command that can't do its work says so in a sentence; a stack trace is for our own bugs. */
    private static int failed(Exception cause, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (cause instanceof CommandFailure
                || cause instanceof StoreException
                || cause instanceof java.io.IOException) {
            PrintWriter err = command.getErr();
            err.println("gatehouse: " + sentence(cause));
            err.flush();
            return 1;
        }
        throw cause;
    }

    private static String sentence(Exception cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return cause instanceof java.nio.file.NoSuchFileException ? message + ": no such file" : message;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be done? See gatehouse --help");
    }
}
