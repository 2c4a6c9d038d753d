package io.gatehouse.compile;

/** Indexes what destinations may name. */
final class FindServices implements CompileStep {
    @Override
    public void run(Compilation compilation) {
        compilation.clusters = new Clusters(
                new ServiceRegistry(compilation.resources, compilation.options),
                new DestinationRules(compilation.resources, compilation.options),
                compilation.options,
                compilation.memory.clusters);
    }
}
