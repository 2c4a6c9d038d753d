package io.gatehouse.upstream;

import java.util.concurrent.atomic.LongAdder;

/** What became of requests so far, at one endpoint or in a whole cluster. It outlives changes of the policy. */
final class Tally {
    final LongAdder requests = new LongAdder();
    /** Requests that had been tried before. */
    final LongAdder retries = new LongAdder();
    /** Requests without a whole answer: those below, and what could not be connected. */
    final LongAdder failures = new LongAdder();
    /** Answers that broke off, before their head or after it. */
    final LongAdder resets = new LongAdder();

    final LongAdder timeouts = new LongAdder();
    final LongAdder failedChecks = new LongAdder();
    /** Requests refused for a limit. */
    final LongAdder overflows = new LongAdder();

    final LongAdder ejections = new LongAdder();
}
