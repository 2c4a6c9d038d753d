package io.gatehouse.resource;

/** An endpoint that ServiceEntries choose by its labels ({@code networking.istio.io} WorkloadEntry). */
public record WorkloadEntry(Metadata metadata, SourceMap sources, WorkloadEntrySpec spec) implements Resource {}
