package io.gatehouse.compile;

/** One step from resources to a snapshot; {@link SnapshotCompiler} has the list and the order. */
interface CompileStep {
    /** Reads what earlier steps left in the compilation and leaves its own result there. */
    void run(Compilation compilation);
}
