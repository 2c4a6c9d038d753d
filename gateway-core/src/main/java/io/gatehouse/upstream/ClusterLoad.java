package io.gatehouse.upstream;

/**
 * What a cluster has under way.
 *
 * @param active requests in flight
 * @param pending requests that wait for a connection
 * @param connections open or being opened
 * @param retries requests that are being tried again
 * @param total what became of requests, so far
 */
public record ClusterLoad(int active, int pending, int connections, int retries, Total total) {
    /**
     * Counts since the cluster is there, under whatever policy.
     *
     * @param requests sent, or refused by a limit of its endpoint
     * @param retries of them that had been tried before
     * @param failures of them without a whole answer
     * @param resets answers that broke off, before their head or after it
     * @param timeouts requests that took too long
     * @param overflows requests refused for a limit
     * @param ejections of endpoints
     */
    public record Total(
            long requests, long retries, long failures, long resets, long timeouts, long overflows, long ejections) {
        static Total of(Tally tally) {
            return new Total(
                    tally.requests.sum(),
                    tally.retries.sum(),
                    tally.failures.sum(),
                    tally.resets.sum(),
                    tally.timeouts.sum(),
                    tally.overflows.sum(),
                    tally.ejections.sum());
        }
    }
}
