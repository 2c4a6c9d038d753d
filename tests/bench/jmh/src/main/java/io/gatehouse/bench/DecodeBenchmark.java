package io.gatehouse.bench;

import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From YAML to resources. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class DecodeBenchmark {
    private final ResourceDecoder decoder = new ResourceDecoder();
    private final String small = Texts.service(Shape.EXACT, 1, 1, 0);
    private final String large = Texts.service(Shape.PREFIX, 1, 1000, 0);

    @Benchmark
    public Decoded serviceOfOneRoute() {
        return decoder.decode("bench.yaml", small);
    }

    @Benchmark
    public Decoded serviceOfThousandRoutes() {
        return decoder.decode("bench.yaml", large);
    }
}
