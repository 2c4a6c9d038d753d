package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.util.List;

/** What our gateway did with the request of a case: the first, and the repetitions when it has some. */
public record Observed(ClientResponse response, List<UpstreamRequest> upstream, List<Observed> repeats) {}
