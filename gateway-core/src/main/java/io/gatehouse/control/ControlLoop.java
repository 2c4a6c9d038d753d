package io.gatehouse.control;

import io.gatehouse.compile.Compiled;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.source.ConfigReading;
import io.gatehouse.source.ConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the sources say to what is served, on a thread of its own.
 *
 * <pre>
 *   sources ─▶ join ─▶ validate ─▶ keep the last good of what is bad ─▶ compile ─▶ Snapshots.publish
 * </pre>
 *
 * A reading that changes nothing compiles and publishes nothing.
 */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("gatehouse.config");

    private final List<ConfigSource> sources;
    private final Function<ResourceSet, Compiled> compiler;
    private final Snapshots snapshots;
    private final LastGood lastGood;
    private final FindingLog findings = new FindingLog();
    private final ExecutorService control;
    private final CountDownLatch firstApplied = new CountDownLatch(1);

    // Touched by the control thread only.
    private final @Nullable ConfigReading[] readings;
    private @Nullable ResourceSet compiled;
    private List<Diagnostic> compileFindings = List.of();

    private volatile boolean complete;
    private volatile ControlStatus status = ControlStatus.START;

    /**
     * A loop that has yet to be started.
     *
     * @param sources joined in this order; of an object defined twice, the first counts
     * @param validator findings about a set of resources; an error refuses the resource that it names
     * @param compiler makes the snapshot, each of a higher version
     * @param snapshots where it is published
     */
    public ControlLoop(
            List<ConfigSource> sources,
            Function<ResourceSet, List<Diagnostic>> validator,
            Function<ResourceSet, Compiled> compiler,
            Snapshots snapshots) {
        this.sources = List.copyOf(sources);
        this.compiler = compiler;
        this.snapshots = snapshots;
        this.lastGood = new LastGood(validator);
        this.readings = new ConfigReading[sources.size()];
        this.complete = sources.isEmpty();
        this.control = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "gatehouse-control");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts the sources, and waits for the first snapshot.
     *
     * @param longest how long a source that has nothing to say yet holds up the others
     */
    public void start(Duration longest) throws InterruptedException {
        for (int i = 0; i < sources.size(); i++) {
            int index = i;
            sources.get(i).start(reading -> submit(() -> take(index, reading)));
        }
        if (sources.isEmpty() || !firstApplied.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            submit(this::apply);
        }
        settle();
    }

    /** Waits until everything that the sources have said so far is served. Not to be called by an observer. */
    public void settle() throws InterruptedException {
        try {
            control.submit(() -> {}).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.atDebug().setCause(e).log("closed while settling");
        }
    }

    /** Whether every source has said something: before, what is served may lack what one of them has to tell. */
    public boolean isComplete() {
        return complete;
    }

    /** How the configuration stands. */
    public ControlStatus status() {
        return status;
    }

    private void submit(Runnable task) {
        try {
            control.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("a configuration could not be applied; the last one goes on");
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed; a reading is dropped");
        }
    }

    private void take(int source, ConfigReading reading) {
        readings[source] = reading;
        boolean all = Arrays.stream(readings).allMatch(Objects::nonNull);
        if (all || firstApplied.getCount() == 0) {
            apply();
        }
        complete = all;
    }

    private void apply() {
        long start = System.nanoTime();
        LastGood.Outcome outcome = lastGood.take(joined());
        ResourceSet before = compiled;
        boolean changed = !outcome.resources().equals(before);
        Compiled result = changed || moved(outcome.resources(), before) ? compiler.apply(outcome.resources()) : null;
        if (result != null) {
            compiled = outcome.resources();
            compileFindings = result.diagnostics();
        }
        Snapshot published = changed && result != null ? result.snapshot() : null;
        report(outcome, published);
        if (published != null) {
            snapshots.publish(published);
            log(published, Duration.ofNanos(System.nanoTime() - start));
        }
        firstApplied.countDown();
    }

    /** Whether equal resources were read anew: then their findings may stand on other lines. */
    private static boolean moved(ResourceSet now, @Nullable ResourceSet before) {
        if (before == null) {
            return true;
        }
        Iterator<Resource> old = before.all().iterator();
        return now.all().stream().anyMatch(resource -> !old.hasNext() || resource != old.next());
    }

    private void log(Snapshot snapshot, Duration took) {
        LOG.atInfo()
                .addKeyValue("version", snapshot.version())
                .addKeyValue("resources", status.resources())
                .addKeyValue("listeners", snapshot.listeners().size())
                .addKeyValue("errors", status.errors())
                .addKeyValue("warnings", status.warnings())
                .addKeyValue("ms", took.toMillis())
                .log("configuration applied");
    }

    private void report(LastGood.Outcome outcome, @Nullable Snapshot published) {
        List<Diagnostic> all = new ArrayList<>(outcome.diagnostics());
        all.addAll(compileFindings);
        ControlStatus before = status;
        status = new ControlStatus(
                published != null ? published.version() : before.version(),
                published != null ? Instant.now() : before.published(),
                before.readings() + 1,
                before.snapshots() + (published != null ? 1 : 0),
                outcome.resources().all().size(),
                all,
                outcome.kept());
        findings.write(all);
        sources.forEach(source -> source.judged(all));
        for (ResourceKey key : outcome.kept()) {
            if (!before.kept().contains(key)) {
                LOG.atWarn().addKeyValue("resource", key).log("the last good version goes on");
            }
        }
    }

    private ConfigReading joined() {
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Resource> resources = new ArrayList<>();
        Set<ResourceKey> refused = new HashSet<>();
        Set<String> unclear = new HashSet<>();
        for (ConfigReading reading : readings) {
            if (reading != null) {
                resources.addAll(reading.resources().all());
                diagnostics.addAll(reading.diagnostics());
                refused.addAll(reading.refused());
                unclear.addAll(reading.unclear());
            }
        }
        return new ConfigReading(ResourceSet.of(resources), diagnostics, refused, unclear);
    }

    @Override
    public void close() {
        sources.forEach(ConfigSource::close);
        control.shutdown();
        try {
            if (!control.awaitTermination(10, TimeUnit.SECONDS)) {
                control.shutdownNow();
            }
        } catch (InterruptedException e) {
            control.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
