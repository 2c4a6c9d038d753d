package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.data.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Header fields as they are compared: a multiset of lower-case names and values, order aside, with what may differ from
 * run to run replaced by a word.
 */
final class ComparedHeaders {
    private static final String RECORDING_YEAR = " 2026 ";
    private final UnaryOperator<String> clientCertificate;

    /** {@code clientCertificate} turns a recorded X-Forwarded-Client-Cert into the one for our certificates. */
    ComparedHeaders(UnaryOperator<String> clientCertificate) {
        this.clientCertificate = clientCertificate;
    }

    List<String> recorded(List<Header> headers) {
        return headers.stream()
                .map(h -> new Header(h.lowerName(), ours(h)))
                .map(ComparedHeaders::comparable)
                .sorted()
                .toList();
    }

    List<String> observed(List<Header> headers) {
        return headers.stream()
                .map(h -> new Header(h.lowerName(), h.value()))
                .map(ComparedHeaders::comparable)
                .sorted()
                .toList();
    }

    /** The recorded value with the recorder's stand-ins replaced by what is right for our client. */
    private String ours(Header header) {
        return switch (header.lowerName()) {
            case "x-forwarded-for" -> header.value().replace("192.0.2.2", "127.0.0.1");
            case "x-forwarded-client-cert" -> clientCertificate.apply(header.value());
            default -> header.value();
        };
    }

    private static String comparable(Header header) {
        String value = header.value();
        String shown = switch (header.name()) {
            case "x-request-id" -> value.isEmpty() ? "" : "(any)";
            case "x-envoy-upstream-service-time" -> value.matches("\\d+") ? "(ms)" : value;
            // An upstream's own date is kept and compared: it is not of the day of the run.
            case "date" -> value.contains(RECORDING_YEAR) || recent(value) ? "(now)" : value;
            default -> value;
        };
        return header.name() + ": " + shown;
    }

    private static boolean recent(String date) {
        String year = " " + java.time.Year.now(java.time.ZoneOffset.UTC) + " ";
        return date.contains(year);
    }

    /** {@code - } before what is missing, {@code + } before what is too much; empty when equal. */
    static List<String> difference(List<String> expected, List<String> actual) {
        Map<String, Integer> count = new TreeMap<>();
        expected.forEach(h -> count.merge(h, -1, Integer::sum));
        actual.forEach(h -> count.merge(h, 1, Integer::sum));
        List<String> difference = new ArrayList<>();
        count.forEach((header, n) -> {
            if (n != 0) {
                difference.add((n < 0 ? "- " : "+ ") + header);
            }
        });
        return difference;
    }
}
