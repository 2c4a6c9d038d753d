package io.gatehouse.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestRecordTest {
    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(Records.via(Records.route("r"), 200, 1), "-", "via_upstream"),
                Arguments.of(Records.via(Records.route("r"), 500, 1), "-", "via_upstream"),
                Arguments.of(Records.via(Records.route("r"), 500, 3), "URX", "via_upstream"),
                Arguments.of(Records.via(Records.route("r"), 200, 3), "-", "via_upstream"),
                Arguments.of(
                        Records.record(
                                Records.decision(Records.route("r")), 503, ResponseReason.CONNECTION_FAILURE, null, 3),
                        "URX,UF",
                        "upstream_reset_before_response_started{remote_connection_failure}"),
                Arguments.of(
                        Records.record(null, 404, ResponseReason.ROUTE_NOT_FOUND, null, 0), "NR", "route_not_found"),
                Arguments.of(
                        Records.record(null, 503, ResponseReason.CLUSTER_NOT_FOUND, null, 0),
                        "NC",
                        "cluster_not_found"),
                Arguments.of(
                        Records.record(null, 418, ResponseReason.FAULT_ABORT, null, 0), "FI", "fault_filter_abort"),
                Arguments.of(Records.record(null, 0, null, "reset", 0), "DC", "downstream_remote_disconnect"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void flagsAndDetailsAreEnvoys(RequestRecord record, String flags, String detail) {
        assertEquals(flags, record.flags());
        assertEquals(detail, record.detail());
    }
}
