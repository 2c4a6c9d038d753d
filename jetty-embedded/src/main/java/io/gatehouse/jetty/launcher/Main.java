package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.StoreException;
import java.io.PrintWriter;
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
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            HttpBinCommand.class,
            ValidateCommand.class,
            ExplainCommand.class,
            CreateCommand.class,
            ReplaceCommand.class,
            ApplyCommand.class,
            DeleteCommand.class,
            GetCommand.class,
            WebhookCommand.class,
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        LogSetup.prepare();
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for the program and its tests. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
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
