package io.gatehouse.resource.decode;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.SourceMap;
import io.gatehouse.resource.WorkloadEntrySpec;
import java.util.List;
import java.util.Map;

/** Reads ServiceEntries. */
final class ServiceEntryDecoder {
    private static final int MAX_ENTRIES = 256;

    private ServiceEntryDecoder() {}

    static ServiceEntry decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        object.require("spec");
        ServiceEntry entry = Spec.read(object, spec -> decodeSpec(spec, metadata, sources));
        return entry != null
                ? entry
                : new ServiceEntry(
                        metadata, sources, List.of(), List.of(), List.of(), null, null, List.of(), null, List.of(),
                        List.of());
    }

    private static ServiceEntry decodeSpec(ObjectReader spec, Metadata metadata, SourceMap sources) {
        spec.require("hosts");
        List<String> hosts = spec.strings("hosts");
        List<String> addresses = spec.strings("addresses");
        List<ServiceEntry.ServicePort> ports = spec.objects("ports", ServiceEntryDecoder::port);
        List<WorkloadEntrySpec> endpoints = spec.objects("endpoints", WorkloadEntryDecoder::endpoint);
        spec.size("hosts", hosts.size(), 1, MAX_ENTRIES);
        spec.size("addresses", addresses.size(), 0, MAX_ENTRIES);
        spec.size("ports", ports.size(), 0, MAX_ENTRIES);
        spec.size("endpoints", endpoints.size(), 0, 4096);
        spec.exclusive("endpoints", "workloadSelector");
        ServiceEntry.Resolution resolution = spec.oneOf("resolution", ServiceEntry.Resolution.class);
        if ((resolution == null || resolution == ServiceEntry.Resolution.NONE) && spec.has("endpoints")) {
            spec.fail(
                    Codes.EXCLUSIVE_FIELDS,
                    "endpoints",
                    "has no place with resolution NONE",
                    "set resolution to STATIC or DNS");
        }
        addresses.stream()
                .filter(address -> address.length() > 64)
                .forEach(address ->
                        spec.fail(Codes.BAD_SIZE, "addresses", "an address is longer than 64 characters", null));
        return new ServiceEntry(
                metadata,
                sources,
                hosts,
                addresses,
                ports,
                spec.oneOf("location", ServiceEntry.Location.class),
                resolution,
                endpoints,
                spec.object("workloadSelector", ServiceEntryDecoder::selector),
                spec.strings("exportTo"),
                spec.strings("subjectAltNames"));
    }

    private static ServiceEntry.ServicePort port(ObjectReader port) {
        port.require("number");
        Long number = port.integer("number", false, 1, 65535);
        Long targetPort = port.integer("targetPort", false, 1, 65535);
        String protocol = port.string("protocol");
        String name = port.requiredString("name");
        if (name.length() > MAX_ENTRIES || (protocol != null && protocol.length() > MAX_ENTRIES)) {
            port.fail(Codes.BAD_SIZE, "", "name or protocol is longer than 256 characters", null);
        }
        return new ServiceEntry.ServicePort(
                number == null ? 1 : number.intValue(),
                protocol,
                name,
                targetPort == null ? null : targetPort.intValue());
    }

    private static Map<String, String> selector(ObjectReader selector) {
        Map<String, String> labels = selector.stringMap("labels");
        selector.size("labels", labels.size(), 0, 256);
        labels.forEach((key, value) -> {
            if (key.isEmpty() || key.contains("*") || value.contains("*")) {
                selector.fail(
                        Codes.BAD_FORM, "labels", "\"" + key + "=" + value + "\" is empty or has a wildcard", null);
            }
            if (value.length() > 63) {
                selector.fail(Codes.BAD_SIZE, "labels", "the value of \"" + key + "\" is longer than 63", null);
            }
        });
        return labels;
    }
}
