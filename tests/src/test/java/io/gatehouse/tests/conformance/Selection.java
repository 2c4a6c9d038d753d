package io.gatehouse.tests.conformance;

import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.Recordings;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The recorded cases that the system properties {@code conformance.groups} and {@code conformance.case} leave. */
public final class Selection {
    private static final String GROUPS = "conformance.groups";
    private static final String CASES = "conformance.case";

    private Selection() {}

    /** The cases, with the recorder's ports replaced by ours. */
    public static List<RecordedCase> cases(Ports ports) throws URISyntaxException {
        Predicate<String> groups = Main.matching(names(GROUPS));
        Predicate<String> cases = Main.matching(names(CASES));
        return new Recordings(Main.resource("conformance/cases"))
                .cases(groups, ports).stream().filter(c -> cases.test(c.id())).toList();
    }

    /** Whether that is all of them. */
    public static boolean isWhole() {
        return Stream.of(GROUPS, CASES)
                .allMatch(property -> System.getProperty(property, "").isEmpty());
    }

    private static List<String> names(String property) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? List.of() : List.of(value.split(","));
    }
}
