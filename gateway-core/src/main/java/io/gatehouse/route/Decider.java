package io.gatehouse.route;

/** The one matcher. */
final class Decider {
    private Decider() {}

    static Decision decide(Snapshot snapshot, RequestView request, DecisionTrace trace) {
        throw new UnsupportedOperationException();
    }
}
