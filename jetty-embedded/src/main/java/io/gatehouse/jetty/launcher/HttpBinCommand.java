package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse httpbin}: an upstream to try a gateway with. */
@Command(
        name = "httpbin",
        description = "Runs an upstream to try the gateway with; answers as httpbin does.",
        mixinStandardHelpOptions = true)
final class HttpBinCommand implements Callable<Integer> {
    @Option(
            names = "--host",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}",
            defaultValue = "127.0.0.1")
    private String host = "";

    @Option(
            names = "--port",
            description = "Port to listen on, 0 for any free one. Default: ${DEFAULT-VALUE}",
            defaultValue = "18000")
    private int port;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Termination termination = Termination.onSignal();
        try (HttpBin bin = HttpBin.start(host, port)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("httpbin ready on http://" + host + ":" + bin.port());
            out.flush();
            termination.await();
        }
        return 0;
    }
}
