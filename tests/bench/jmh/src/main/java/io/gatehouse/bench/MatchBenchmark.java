package io.gatehouse.bench;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.Decision;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Snapshot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Who serves this request: asked for a thousand routes in turn, spread evenly over all. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class MatchBenchmark {
    private static final int ASKED = 1000;

    @Param
    public Shape shape = Shape.EXACT;

    @Param({"10", "1000", "100000"})
    public int routes;

    private Snapshot snapshot = Snapshot.EMPTY;
    private RequestView[] requests = {};
    private int next;

    @Setup
    public void compile() {
        ResourceSet resources = ResourceSet.of(Texts.decode(Texts.all(shape, routes)));
        snapshot =
                new SnapshotCompiler(CompileOptions.DEFAULT).compile(resources).snapshot();
        int asked = Math.min(ASKED, routes);
        requests = new RequestView[asked];
        for (int i = 0; i < asked; i++) {
            requests[i] = shape.request(1 + (int) ((long) i * (routes - 1) / Math.max(1, asked - 1)));
            if (snapshot.decide(requests[i]).outcome() != Decision.Outcome.ROUTED) {
                throw new IllegalStateException("nobody serves " + requests[i]);
            }
        }
    }

    @Benchmark
    public Decision decide() {
        next = next + 1 == requests.length ? 0 : next + 1;
        return snapshot.decide(requests[next]);
    }
}
