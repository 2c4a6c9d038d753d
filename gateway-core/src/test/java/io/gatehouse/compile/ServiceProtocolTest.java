package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.route.ClusterSpec.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceProtocolTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, HTTP1",
                "HTTP, HTTP1",
                "TCP, HTTP1",
                "HTTPS, HTTP1",
                "HTTP2, HTTP2",
                "http2, HTTP2",
                "GRPC, HTTP2",
                "GRPC-WEB, HTTP1",
            })
    void onlyHttp2AndGrpcAreCalledWithHttp2(@Nullable String protocol, Protocol spoken) {
        assertEquals(spoken, ServiceProtocol.named(protocol));
    }

    /** appProtocol, the port's name, what is spoken. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, HTTP1",
                "-, http2, HTTP2",
                "-, http2-api, HTTP2",
                "-, grpc-api, HTTP2",
                "-, grpc, HTTP2",
                "-, grpc-web, HTTP1",
                "-, grpc-web-api, HTTP1",
                "-, api-grpc, HTTP1",
                "-, grpcapi, HTTP1",
                "-, -grpc, HTTP1",
                "kubernetes.io/h2c, http, HTTP2",
                "http, grpc, HTTP1",
            })
    void appProtocolCountsMoreThanThePrefixOfTheName(
            @Nullable String appProtocol, @Nullable String portName, Protocol spoken) {
        assertEquals(spoken, ServiceProtocol.of(appProtocol, portName));
    }
}
