package io.gatehouse.compile;

/** Keeps the Gateways whose selector this gateway's labels meet, the oldest first. */
final class SelectGateways implements CompileStep {
    @Override
    public void run(Compilation compilation) {
        compilation.gateways = CreationOrder.sort(compilation.resources.gateways().stream()
                .filter(gateway -> Labels.cover(compilation.options.labels(), gateway.selector()))
                .toList());
    }
}
