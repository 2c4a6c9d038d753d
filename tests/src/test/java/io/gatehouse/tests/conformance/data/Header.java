package io.gatehouse.tests.conformance.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One header field as it was on the wire: case kept, value trimmed of the optional white space around it. */
public record Header(String name, String value) {
    public String lowerName() {
        return name.toLowerCase(Locale.ROOT);
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    public static Optional<String> first(List<Header> headers, String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    /** From the recorded shape {@code [[name, value], …]}; absent is none. */
    public static List<Header> listOf(Object json) {
        List<Header> headers = new ArrayList<>();
        if (json instanceof List<?> pairs) {
            for (Object pair : pairs) {
                List<?> two = (List<?>) pair;
                headers.add(new Header((String) two.get(0), (String) two.get(1)));
            }
        }
        return List.copyOf(headers);
    }

    public static List<Object> toJson(List<Header> headers) {
        List<Object> pairs = new ArrayList<>();
        headers.forEach(h -> pairs.add(List.of(h.name(), h.value())));
        return pairs;
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
