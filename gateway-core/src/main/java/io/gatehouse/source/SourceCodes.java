package io.gatehouse.source;

/** The codes of findings about places, not about what is written there; see {@code docs/diagnostics.md}. */
public final class SourceCodes {
    /** A file or directory can't be read; what it said before goes on. */
    public static final String UNREADABLE = "GH0901";
    /** An object is defined twice; the first one counts. */
    public static final String DEFINED_TWICE = "GH0902";

    private SourceCodes() {}
}
