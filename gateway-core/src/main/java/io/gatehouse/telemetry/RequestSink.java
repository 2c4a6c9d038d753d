package io.gatehouse.telemetry;

/** Hears of requests. Called on event loops, so an implementation never blocks. */
public interface RequestSink {
    /** Hears nothing. */
    RequestSink NONE = record -> {};

    /** A request has arrived; its record follows when it ends. */
    default void started() {}

    /** A request has ended. */
    void ended(RequestRecord record);

    /** Both, in this order. */
    default RequestSink and(RequestSink other) {
        RequestSink first = this;
        return new RequestSink() {
            @Override
            public void started() {
                first.started();
                other.started();
            }

            @Override
            public void ended(RequestRecord record) {
                first.ended(record);
                other.ended(record);
            }
        };
    }
}
