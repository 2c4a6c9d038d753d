-- Prints what wrk found as one line of JSON; times in microseconds.
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format(
    '{"requests": %d, "duration": %d, "bytes": %d, "errors": %d, "p50": %d, "p99": %d, "p999": %d}',
    summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
