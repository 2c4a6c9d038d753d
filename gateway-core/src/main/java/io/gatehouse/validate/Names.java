package io.gatehouse.validate;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of names and addresses, as Istio checks them; each check gives what is wrong, or null. */
final class Names {
    private static final String LABEL = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern WILDCARD_LABEL = Pattern.compile("\\*|(?:\\*-?)?" + LABEL);
    private static final Pattern NUMERIC = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern QUALIFIED = Pattern.compile("(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern LABEL_PREFIX = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final int MAX_LABEL = 63;
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_LABEL_PREFIX = 253;

    private Names() {}

    static boolean isDnsLabel(String text) {
        return text.length() <= MAX_LABEL && DNS_LABEL.matcher(text).matches();
    }

    /** A fully qualified name without wildcard; a trailing dot is fine. */
    static @Nullable String fqdn(String name) {
        String problem = length(name);
        return problem != null ? problem : labels(name, name);
    }

    /** A name that may have a wildcard as its first label. */
    static @Nullable String wildcardDomain(String name) {
        String problem = length(name);
        if (problem != null) {
            return problem;
        }
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        if (first.length() > MAX_LABEL || !WILDCARD_LABEL.matcher(first).matches()) {
            return quoted(name) + " is not a host name: " + quoted(first) + " is not a DNS label";
        }
        return dot < 0 ? null : labels(name, name.substring(dot + 1));
    }

    private static @Nullable String length(String name) {
        if (name.isEmpty()) {
            return "a host name may not be empty";
        }
        return name.length() > MAX_DOMAIN ? "a host name may not be longer than 255 characters" : null;
    }

    private static @Nullable String labels(String name, String rest) {
        String[] labels = rest.split("\\.", -1);
        if (NUMERIC.matcher(labels[labels.length - 1]).matches()) {
            return quoted(name) + " is not a host name: its last label is all digits";
        }
        for (int i = 0; i < labels.length; i++) {
            if (i == labels.length - 1 && labels[i].isEmpty()) {
                return null; // the root's dot
            }
            if (!isDnsLabel(labels[i])) {
                String mend = labels[i].contains("*") ? " (a wildcard may only be the first label)" : "";
                return quoted(name) + " is not a host name: " + quoted(labels[i]) + " is not a DNS label" + mend;
            }
        }
        return null;
    }

    /** {@code *foo.com} and {@code *-foo.com}, which only some resources allow. */
    static boolean isPartialWildcard(String host) {
        return host.contains("*") && host.length() != 1 && !host.startsWith("*.");
    }

    static boolean isWildcard(String host) {
        return host.startsWith("*");
    }

    /** Both cover a common name. */
    static boolean overlap(String a, String b) {
        return isWildcard(a) && isWildcard(b) && a.length() < b.length() ? covers(a, b) : covers(a, b) || covers(b, a);
    }

    /** Every name that {@code narrow} covers is covered by {@code wide}. */
    static boolean covers(String wide, String narrow) {
        if (!isWildcard(wide)) {
            return wide.equals(narrow);
        }
        if (isWildcard(narrow)) {
            return narrow.length() >= wide.length() && narrow.substring(1).endsWith(wide.substring(1));
        }
        return narrow.endsWith(wide.substring(1));
    }

    /** Kubernetes labels; null when fine. */
    static @Nullable String labels(Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String key = label.getKey();
            int slash = key.indexOf('/');
            String prefix = slash < 0 ? "" : key.substring(0, slash);
            String name = key.substring(slash + 1);
            boolean prefixFine = slash < 0
                    || (prefix.length() <= MAX_LABEL_PREFIX
                            && LABEL_PREFIX.matcher(prefix).matches());
            if (!prefixFine
                    || name.length() > MAX_LABEL
                    || !QUALIFIED.matcher(name).matches()) {
                return quoted(key) + " is not a label's name";
            }
            if (!label.getValue().isEmpty()
                    && !QUALIFIED.matcher(label.getValue()).matches()) {
                return quoted(label.getValue()) + " is not a label's value";
            }
        }
        return null;
    }

    static String quoted(String text) {
        return '"' + (text.length() > 80 ? text.substring(0, 77) + "..." : text) + '"';
    }
}
