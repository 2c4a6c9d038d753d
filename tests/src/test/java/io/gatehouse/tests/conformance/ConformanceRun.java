package io.gatehouse.tests.conformance;

import io.gatehouse.tests.conformance.backend.Backends;
import io.gatehouse.tests.conformance.backend.UpstreamLog;
import io.gatehouse.tests.conformance.client.RecordedClient;
import io.gatehouse.tests.conformance.client.TestCertificates;
import io.gatehouse.tests.conformance.compare.Comparison;
import io.gatehouse.tests.conformance.compare.Observed;
import io.gatehouse.tests.conformance.compare.Verdict;
import io.gatehouse.tests.conformance.data.ClientResponse;
import io.gatehouse.tests.conformance.data.RecordedCase;
import io.gatehouse.tests.conformance.data.UpstreamRequest;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs recorded cases one after the other; consecutive ones of the same configuration share a gateway. */
public final class ConformanceRun implements Closeable {
    /** Long enough for a slow machine: only a request that never comes waits it out. */
    private static final long UPSTREAM_MILLIS = 2_000;

    private final TestCertificates certificates;
    private final Ports ports;
    private final GatewayUnderTest.Factory gateways;
    private final Differences differences;
    private final Backends backends;
    private final RecordedClient client;
    private final Comparison comparison;
    /** Recorded, but not awaited, since the answer was another than the recorded one: they may still come. */
    private final List<UpstreamRequest> owed = new ArrayList<>();

    private String config;
    private GatewayUnderTest gateway;

    public ConformanceRun(
            TestCertificates certificates, Ports ports, GatewayUnderTest.Factory gateways, Differences differences)
            throws IOException {
        this.certificates = certificates;
        this.ports = ports;
        this.gateways = gateways;
        this.differences = differences;
        this.backends = Backends.start(certificates);
        this.client = new RecordedClient(certificates);
        this.comparison = new Comparison(certificates);
    }

    public Verdict run(RecordedCase recorded) {
        try {
            if (recorded.configOnly()) {
                return judgeConfig(recorded);
            }
            serve(recorded.config());
            Observed observed = observe(recorded);
            return comparison.compare(recorded, observed, differences.settledStatus(recorded.id()));
        } catch (Exception e) {
            return Verdict.failed("the gateway did not start: " + e);
        }
    }

    /** The errors of the gateway that the last case ran on. */
    public List<String> gatewayErrors() {
        return gateway == null ? List.of() : gateway.errors();
    }

    private Verdict judgeConfig(RecordedCase recorded) throws Exception {
        List<String> errors = gateways.errors(filled(recorded.config()));
        List<String> failures = new ArrayList<>();
        if (recorded.refused() && errors.isEmpty()) {
            failures.add("accepted, but the recorded " + recorded.refusedObjects() + " was refused");
        }
        if (!recorded.refused() && !errors.isEmpty()) {
            failures.add("refused, but recorded as accepted: " + errors);
        }
        for (String object : errors.isEmpty() ? List.<String>of() : recorded.refusedObjects()) {
            String[] kindAndName = object.split("/");
            if (errors.stream().noneMatch(e -> e.contains(kindAndName[0]) && e.contains(kindAndName[1]))) {
                failures.add("no error names " + object + ": " + errors);
            }
        }
        return new Verdict(failures, List.of());
    }

    private void serve(String wanted) throws Exception {
        if (gateway == null || !wanted.equals(config)) {
            stopGateway();
            gateway = gateways.start(filled(wanted));
            config = wanted;
        }
    }

    /** The configuration with ports and folders put in. */
    public String filled(String yaml) {
        String filled = yaml.replace("${CERTS}", certificates.folder().toString());
        for (Map.Entry<String, Integer> port : Stream.concat(
                        ports.numbers().entrySet().stream(), backends.ports().entrySet().stream())
                .toList()) {
            filled = filled.replace("${" + port.getKey() + "}", port.getValue().toString());
        }
        return filled;
    }

    private Observed observe(RecordedCase recorded) {
        backends.reset();
        backends.log().expectBelated(without(owed, recorded.upstream()));
        Observed first = once(recorded);
        if (first.response().status() != recorded.response().status()) {
            owed.addAll(without(recorded.upstream(), first.upstream()));
        }
        List<Observed> repeats = new ArrayList<>();
        for (int i = 0; i < recorded.repeats().size(); i++) {
            backends.reset();
            repeats.add(once(recorded));
        }
        return new Observed(first.response(), first.upstream(), repeats);
    }

    private static List<UpstreamRequest> without(List<UpstreamRequest> requests, List<UpstreamRequest> others) {
        return requests.stream()
                .filter(request -> others.stream().noneMatch(other -> UpstreamLog.sameTarget(request, other)))
                .toList();
    }

    private Observed once(RecordedCase recorded) {
        ClientResponse response =
                client.send(recorded, ports.number(recorded.request().port()));
        boolean asRecorded = response.status() == recorded.response().status();
        List<UpstreamRequest> upstream = backends.log().await(asRecorded ? expected(recorded) : 0, UPSTREAM_MILLIS);
        return new Observed(response, upstream, List.of());
    }

    /** How many upstream requests to wait for; of connections without a readable request one is enough. */
    private static int expected(RecordedCase recorded) {
        if (!recorded.repeats().isEmpty() || recorded.upstream().isEmpty()) {
            return 0;
        }
        long read = recorded.upstream().stream()
                .filter(r -> r.method() != null || !r.broken())
                .count();
        return (int) Math.max(1, read);
    }

    private void stopGateway() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    @Override
    public void close() throws IOException {
        stopGateway();
        backends.close();
    }
}
