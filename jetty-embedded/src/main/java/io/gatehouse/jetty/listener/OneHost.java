package io.gatehouse.jetty.listener;

import org.eclipse.jetty.http.HostPortHttpField;

/** A Host that names one host, and says so without being parsed as a list, as Jetty does with that of each request. */
final class OneHost extends HostPortHttpField {
    private OneHost(HostPortHttpField parsed) {
        super(parsed.getHeader(), parsed.getName(), parsed.getHostPort());
    }

    /** The same field; itself where it could be a list, or would read otherwise. */
    static HostPortHttpField of(HostPortHttpField parsed) {
        String value = parsed.getValue();
        if (value == null || value.isEmpty() || value.indexOf(',') >= 0 || value.indexOf('"') >= 0) {
            return parsed;
        }
        OneHost one = new OneHost(parsed);
        return value.equals(one.getValue()) ? one : parsed;
    }

    @Override
    public String[] getValues() {
        return new String[] {getValue()};
    }
}
