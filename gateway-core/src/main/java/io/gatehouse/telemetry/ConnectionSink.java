package io.gatehouse.telemetry;

import io.gatehouse.route.ListenerKey;

/** Hears of connections: those of TCP routes, and those that were refused. Never blocks. */
public interface ConnectionSink {
    /** Hears nothing. */
    ConnectionSink NONE = new ConnectionSink() {
        @Override
        public Traffic started(String cluster) {
            return Traffic.NONE;
        }

        @Override
        public void ended(SessionRecord record) {}

        @Override
        public void refused(ListenerKey listener, Refusal cause) {}
    };

    /** Why a connection was not taken. */
    enum Refusal {
        /** The port has as many connections as it may. */
        LIMIT,
        /** The PROXY header was missing or malformed, or took too long. */
        PROXY_HEADER
    }

    /** What a cluster's TCP connections move, counted as it moves. */
    interface Traffic {
        /** Counts nothing. */
        Traffic NONE = new Traffic() {
            @Override
            public void received(long bytes) {}

            @Override
            public void sent(long bytes) {}

            @Override
            public void ended() {}
        };

        /** Bytes from a client went upstream. */
        void received(long bytes);

        /** Bytes from upstream went to a client. */
        void sent(long bytes);

        /** A connection ended; called once for each that started. */
        void ended();
    }

    /** A connection begins towards a cluster. */
    Traffic started(String cluster);

    /** A connection ended, or led nowhere. */
    void ended(SessionRecord record);

    /** A connection was not taken. */
    void refused(ListenerKey listener, Refusal cause);
}
