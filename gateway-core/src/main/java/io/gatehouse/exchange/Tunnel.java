package io.gatehouse.exchange;

import org.eclipse.jetty.io.Content;

/** The upstream's side of an upgraded connection: opaque bytes both ways. */
public interface Tunnel {
    /** Bytes from the upstream; its last chunk is the upstream's half-close. */
    Content.Source fromUpstream();

    /** Takes bytes of the client; a last write is the client's half-close. */
    Content.Sink toUpstream();

    /** Breaks both sides off. */
    void abort(Throwable cause);
}
