package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.util.Comparator;
import java.util.List;

/**
 * What the backends received: the same requests as often as recorded, in any order (a mirror races with the original).
 */
final class ComparedUpstream {
    private final ComparedHeaders headers;

    ComparedUpstream(ComparedHeaders headers) {
        this.headers = headers;
    }

    void compare(List<UpstreamRequest> expected, List<UpstreamRequest> actual, Verdict.Builder verdict) {
        List<UpstreamRequest> wanted = whole(expected);
        List<UpstreamRequest> seen = whole(actual);
        if (!wanted.stream()
                .map(ComparedUpstream::place)
                .toList()
                .equals(seen.stream().map(ComparedUpstream::place).toList())) {
            verdict.differ("upstream requests", summary(wanted), summary(seen));
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            compareOne(wanted.get(i), seen.get(i), verdict);
        }
    }

    private void compareOne(UpstreamRequest expected, UpstreamRequest actual, Verdict.Builder verdict) {
        String where = "upstream " + expected.backend() + " ";
        verdict.equal(where + "version", expected.version(), actual.version());
        if (expected.body() != null) {
            verdict.equal(where + "body", expected.body(), actual.body());
        }
        for (String line :
                ComparedHeaders.difference(headers.recorded(expected.headers()), headers.observed(actual.headers()))) {
            verdict.differ(
                    where + "header",
                    line.startsWith("- ") ? line.substring(2) : "nothing",
                    line.startsWith("+ ") ? line.substring(2) : "nothing");
        }
        verdict.equal(where + "trailers", headers.recorded(expected.trailers()), headers.observed(actual.trailers()));
        for (Header header : actual.headers()) {
            if (!header.name().equals(header.lowerName()) && !expected.headers().contains(header)) {
                verdict.note("case of upstream header name " + header.name());
            }
        }
    }

    /**
     * A connection on which no request could be read says only that it was tried; how often, and whether it is seen at
     * all beside a request that broke off, depends on timing.
     */
    private static List<UpstreamRequest> whole(List<UpstreamRequest> requests) {
        List<UpstreamRequest> read = requests.stream()
                .filter(r -> !unread(r))
                .sorted(Comparator.comparing(ComparedUpstream::place).thenComparing(ComparedUpstream::attempt))
                .toList();
        return read.isEmpty() ? requests.stream().limit(1).toList() : read;
    }

    private static boolean unread(UpstreamRequest request) {
        return request.method() == null && request.broken();
    }

    private static String place(UpstreamRequest request) {
        return request.backend() + " " + request.method() + " " + request.path();
    }

    private static String attempt(UpstreamRequest request) {
        return Header.first(request.headers(), "x-envoy-attempt-count").orElse("");
    }

    private static List<String> summary(List<UpstreamRequest> requests) {
        return requests.stream()
                .map(r -> r.method() == null ? r.backend() : place(r))
                .toList();
    }
}
