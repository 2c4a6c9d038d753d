package io.gatehouse.servlet;

import io.gatehouse.exchange.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Writes an answer's head in the Servlet API's terms. */
final class ServletResponses {
    private ServletResponses() {}

    static void apply(ResponseHead head, HttpVersion version, HttpServletResponse response) {
        response.setStatus(head.status());
        Set<String> seen = new HashSet<>();
        for (HttpField field : head.fields()) {
            String value = field.getValue();
            if (value == null || (field.getHeader() == HttpHeader.CONNECTION && version == HttpVersion.HTTP_2)) {
                continue;
            }
            // The first replaces what the container has put there (Server, Date).
            if (seen.add(field.getLowerCaseName())) {
                response.setHeader(field.getName(), value);
            } else {
                response.addHeader(field.getName(), value);
            }
        }
    }

    static @Nullable Map<String, String> trailers(@Nullable HttpFields fields) {
        if (fields == null) {
            return null;
        }
        Map<String, String> joined = new HashMap<>();
        for (HttpField field : fields) {
            joined.merge(field.getLowerCaseName(), String.valueOf(field.getValue()), (one, two) -> one + "," + two);
        }
        return joined;
    }
}
