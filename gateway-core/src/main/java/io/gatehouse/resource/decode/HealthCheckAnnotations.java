package io.gatehouse.resource.decode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Active health checks of a DestinationRule, which Istio's resource has no fields for: its annotations
 * {@code gatehouse.io/health-check-…}. Values that are wrong are as if they were not written, and are told of.
 */
public final class HealthCheckAnnotations {
    private static final String PREFIX = "gatehouse.io/health-check-";
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final Map<String, String> left = new TreeMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();
    private final @Nullable String path;
    private final @Nullable String host;
    private final Duration interval;
    private final Duration timeout;
    private final int jitterPercent;
    private final int unhealthyThreshold;
    private final int healthyThreshold;
    private final Set<Integer> expectedStatuses;
    private final int panicPercent;

    private HealthCheckAnnotations(Map<String, String> annotations) {
        annotations.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                left.put(name, value);
            }
        });
        boolean any = !left.isEmpty();
        path = read("path", HealthCheckAnnotations::path, "is no path, which begins with /");
        host = read("host", text -> text.matches("[^\\s/@]+") ? text : null, "is no host");
        interval = duration("interval", Duration.ofSeconds(5));
        timeout = duration("timeout", Duration.ofSeconds(1));
        jitterPercent = number("jitter", 0, 100, 10);
        unhealthyThreshold = number("unhealthy-threshold", 1, 1000, 3);
        healthyThreshold = number("healthy-threshold", 1, 1000, 2);
        panicPercent = number("panic-percent", 0, 100, 50);
        Set<Integer> written =
                read("expected-statuses", HealthCheckAnnotations::statuses, "is no list such as 200-299,304");
        expectedStatuses = written == null ? range(200, 299) : written;
        left.keySet().forEach(name -> problems.put(name, "there is no such setting of health checks"));
        if (any && path == null && !problems.containsKey(PREFIX + "path")) {
            problems.put(PREFIX + "path", "is required for health checks");
        }
    }

    /** The settings in these annotations. */
    public static HealthCheckAnnotations of(Map<String, String> annotations) {
        return new HealthCheckAnnotations(annotations);
    }

    /** What is wrong, by annotation. */
    public Map<String, String> problems() {
        return problems;
    }

    /** What is asked for; null when endpoints are not asked. */
    public @Nullable String path() {
        return path;
    }

    /** The Host that is asked for; null for the service's. */
    public @Nullable String host() {
        return host;
    }

    /** Between checks. */
    public Duration interval() {
        return interval;
    }

    /** Of a check. */
    public Duration timeout() {
        return timeout;
    }

    /** By how much of the interval checks are spread. */
    public int jitterPercent() {
        return jitterPercent;
    }

    /** Failed checks in a row that count. */
    public int unhealthyThreshold() {
        return unhealthyThreshold;
    }

    /** Passed checks in a row that count. */
    public int healthyThreshold() {
        return healthyThreshold;
    }

    /** Statuses of a passed check. */
    public Set<Integer> expectedStatuses() {
        return expectedStatuses;
    }

    /** Of well endpoints, below which all are used. */
    public int panicPercent() {
        return panicPercent;
    }

    private <T> @Nullable T read(String name, Function<String, @Nullable T> parser, String problem) {
        String text = left.remove(PREFIX + name);
        T value = text == null ? null : parser.apply(text.strip());
        if (text != null && value == null) {
            problems.put(PREFIX + name, "\"" + text + "\" " + problem);
        }
        return value;
    }

    private Duration duration(String name, Duration otherwise) {
        Duration written = read(name, HealthCheckAnnotations::duration, "is no duration of 10ms or more, such as 5s");
        return written == null ? otherwise : written;
    }

    private int number(String name, int least, int most, int otherwise) {
        Integer written = read(name, text -> number(text, least, most), "is not between " + least + " and " + most);
        return written == null ? otherwise : written;
    }

    private static @Nullable String path(String text) {
        return text.startsWith("/") && text.chars().allMatch(c -> c > ' ' && c < 127) ? text : null;
    }

    private static @Nullable Duration duration(String text) {
        Duration duration = Durations.parse(text);
        return duration == null || duration.compareTo(SHORTEST) < 0 ? null : duration;
    }

    private static @Nullable Integer number(String text, int least, int most) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        if (!digits.matches("[0-9]{1,4}")) {
            return null;
        }
        int number = Integer.parseInt(digits);
        return number < least || number > most ? null : number;
    }

    private static @Nullable Set<Integer> statuses(String text) {
        Set<Integer> statuses = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            Integer from = number(ends[0], 100, 599);
            Integer to = number(ends[ends.length - 1], 100, 599);
            if (from == null || to == null || from > to) {
                return null;
            }
            statuses.addAll(range(from, to));
        }
        return statuses;
    }

    private static Set<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
