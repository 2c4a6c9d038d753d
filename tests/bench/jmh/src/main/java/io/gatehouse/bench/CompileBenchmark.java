package io.gatehouse.bench;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.compile.Compiled;
import io.gatehouse.compile.SnapshotCompiler;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.validate.Validator;
import java.util.ArrayList;
import java.util.List;
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

/** From resources to a snapshot: all of them anew, and with one VirtualService changed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class CompileBenchmark {
    @Param({"1000", "10000"})
    public int services;

    private final SnapshotCompiler remembering = new SnapshotCompiler(CompileOptions.DEFAULT);
    private final Validator validator = Validator.standard();
    private ResourceSet[] states = {};
    private int next;

    @Setup
    public void decode() {
        List<Resource> resources = Texts.decode(Texts.all(Shape.EXACT, services));
        List<Resource> changed = new ArrayList<>(resources);
        int one = resources.size() - 1;
        changed.set(
                one,
                Texts.decode(List.of(Texts.service(Shape.EXACT, services, 1, 1)))
                        .get(0));
        states = new ResourceSet[] {ResourceSet.of(resources), ResourceSet.of(changed)};
    }

    @Benchmark
    public Compiled all() {
        return new SnapshotCompiler(CompileOptions.DEFAULT).compile(states[0]);
    }

    @Benchmark
    public Compiled oneChanged() {
        next = 1 - next;
        return remembering.compile(states[next]);
    }

    @Benchmark
    public List<Diagnostic> validate() {
        return validator.validate(states[0]);
    }
}
