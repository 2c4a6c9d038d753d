package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** gateway.war leaves nothing behind. */
class WarLifecycleIT {
    private static final int TIMES = 20;
    private static final long PID = ProcessHandle.current().pid();
    private static final String HOST = "httpbin.example.com";

    @TempDir
    private Path directory;

    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @Test
    @Timeout(180)
    void twentyDeploymentsLeaveNoThreadNoPortNoFileAndNoClassLoader() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ContextHandlerCollection contexts = new ContextHandlerCollection(true);
        server.setHandler(contexts);
        try (HttpBin upstream = HttpBin.start("127.0.0.1", 0)) {
            String yaml = Resources.gateway("gateway", 80, HOST)
                    + Resources.virtualService("routes", "gateway", HOST, upstream.port());
            Files.writeString(directory.resolve("seed.yaml"), yaml);
            server.start();
            Visitor visitor = new Visitor();
            Set<Integer> ports = Sockets.listening(PID);
            int files = 0;
            for (int i = 0; i < TIMES; i++) {
                WebAppContext context = context();
                contexts.addHandler(context);
                context.start();
                loaders.add(new WeakReference<>(context.getClassLoader()));
                assertEquals(
                        200,
                        visitor.get(connector.getLocalPort(), HOST, "/status/200")
                                .status());
                context.stop();
                contexts.removeHandler(context);
                files = i == 0 ? Sockets.openFiles(PID).size() : files;
            }
            assertEquals(ports, Sockets.listening(PID));
            int before = files;
            StockJetty.await(
                    "the files are closed", () -> Sockets.openFiles(PID).size() <= before + 2);
            StockJetty.await(
                    "the threads end: " + gatewayThreads(),
                    () -> gatewayThreads().isEmpty());
            // The newest may still be in a cache of the JDK that keeps the class loader it saw last.
            StockJetty.await("the class loaders are collected", () -> {
                System.gc();
                return loaders.stream().filter(loader -> loader.get() != null).count() <= 1;
            });
        } finally {
            server.stop();
        }
    }

    private WebAppContext context() {
        WebAppContext context = new WebAppContext();
        context.setWar(Artifacts.war().toString());
        context.setContextPath("/");
        context.setThrowUnavailableOnStartupException(true);
        context.setInitParameter("gatehouse.config", directory.toString());
        return context;
    }

    private static Set<String> gatewayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gatehouse"))
                .collect(Collectors.toSet());
    }
}
