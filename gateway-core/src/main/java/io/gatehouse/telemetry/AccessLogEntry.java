package io.gatehouse.telemetry;

/** What makes a line in the access log. */
sealed interface AccessLogEntry permits RequestRecord, SessionRecord {}
