package io.gatehouse.telemetry;

/** Kinds of answers, as meters tell them apart. */
enum StatusClass {
    /** The exchange broke off before there was an answer. */
    NONE("none"),
    INFORMATIONAL("1xx"),
    SUCCESS("2xx"),
    REDIRECTION("3xx"),
    CLIENT_ERROR("4xx"),
    SERVER_ERROR("5xx");

    private static final StatusClass[] ALL = values();

    private final String label;

    StatusClass(String label) {
        this.label = label;
    }

    static StatusClass of(int status) {
        return ALL[Math.max(0, Math.min(status / 100, ALL.length - 1))];
    }

    String label() {
        return label;
    }
}
