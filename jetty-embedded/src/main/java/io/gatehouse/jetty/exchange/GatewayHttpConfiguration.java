package io.gatehouse.jetty.exchange;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** The HTTP settings of every port that the gateway opens: let the recorded requests arrive raw, and no others. */
public final class GatewayHttpConfiguration {
    /** Envoy's limit for a request's head. */
    private static final int MAX_REQUEST_HEAD = 60 * 1024;

    private static final int MAX_RESPONSE_HEAD = 96 * 1024;
    private static final int RESPONSE_HEAD_BUFFER = 4 * 1024;
    private static final int INPUT_BUFFER = 16 * 1024;

    private GatewayHttpConfiguration() {}

    /** A configuration of its own for each connector. */
    public static HttpConfiguration create() {
        HttpConfiguration configuration = new HttpConfiguration();
        // Paths are normalised by us; Jetty must not judge them.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        // Never more than these: with all violations, a Content-Length beside Transfer-Encoding would pass.
        // And a bare LF ends no line: whoever stands before us may not agree (RFC 9112 §2.2 lets both).
        configuration.setHttpCompliance(HttpCompliance.RFC9110
                .with(
                        "gatehouse",
                        HttpCompliance.Violation.UNSAFE_HOST_HEADER,
                        HttpCompliance.Violation.MISMATCHED_AUTHORITY)
                .without("gatehouse", HttpCompliance.Violation.LF_HEADER_TERMINATION));
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setSendXPoweredBy(false);
        configuration.setDelayDispatchUntilContent(false);
        configuration.setRequestHeaderSize(MAX_REQUEST_HEAD);
        configuration.setResponseHeaderSize(RESPONSE_HEAD_BUFFER);
        configuration.setMaxResponseHeaderSize(MAX_RESPONSE_HEAD);
        configuration.setInputBufferSize(INPUT_BUFFER);
        return configuration;
    }
}
