package io.gatehouse.tests.conformance.data;

/** A case that a test writes itself, in the fields and words of the recorded ones. */
public final class AdHocCase {
    private static final String REQUEST = "'kind':'http','method':'GET','scheme':'http','port':'HTTP_PORT','host':'h',"
            + "'path':'/','http_version':'1.1'";

    private AdHocCase() {}

    /**
     * A GET of {@code /} over HTTP/1.1 but for the given fields, JSON with single quotes: later keys win, as JSON objects
     * are read.
     */
    public static RecordedCase of(String request) {
        return of(request, "'status':200");
    }

    public static RecordedCase of(String request, String response) {
        String json = "{'group':'ad-hoc','name':'case','config_yaml':'','request':{" + REQUEST + "," + request
                + "},'response':{" + response + "},'upstream':[]}";
        return RecordedCase.of(Json.parseObject(json.replace('\'', '"')));
    }
}
