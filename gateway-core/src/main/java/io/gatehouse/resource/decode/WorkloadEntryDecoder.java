package io.gatehouse.resource.decode;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.SourceMap;
import io.gatehouse.resource.WorkloadEntry;
import io.gatehouse.resource.WorkloadEntrySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads WorkloadEntries and the endpoints of ServiceEntries, which have the same shape. */
final class WorkloadEntryDecoder {
    private static final Pattern PORT_NAME = Pattern.compile("[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?");

    private WorkloadEntryDecoder() {}

    static WorkloadEntry decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        object.require("spec");
        WorkloadEntrySpec spec = Spec.read(object, WorkloadEntryDecoder::endpoint);
        WorkloadEntrySpec nothing = new WorkloadEntrySpec(null, Map.of(), Map.of(), null, null, null, null);
        return new WorkloadEntry(metadata, sources, spec == null ? nothing : spec);
    }

    static WorkloadEntrySpec endpoint(ObjectReader endpoint) {
        String address = endpoint.string("address");
        Map<String, Integer> ports = new LinkedHashMap<>();
        endpoint.integerMap("ports", 1, 65535).forEach((name, port) -> ports.put(name, port.intValue()));
        Map<String, String> labels = endpoint.stringMap("labels");
        String network = endpoint.string("network");
        String locality = endpoint.string("locality");
        String serviceAccount = endpoint.string("serviceAccount");
        if (!endpoint.has("address") && !endpoint.has("network")) {
            endpoint.fail(Codes.MISSING_FIELD, "address", "is required", null);
        }
        if (address != null && address.startsWith("unix://")) {
            unixAddress(endpoint, address.substring("unix://".length()));
        }
        for (String name : ports.keySet()) {
            if (name.length() >= 63 || !PORT_NAME.matcher(name).matches()) {
                endpoint.fail(Codes.BAD_FORM, "ports", "\"" + name + "\" is not a port name", null);
            }
        }
        length(endpoint, "address", address, 256);
        length(endpoint, "network", network, 2048);
        length(endpoint, "locality", locality, 2048);
        length(endpoint, "serviceAccount", serviceAccount, 253);
        endpoint.size("labels", labels.size(), 0, 256);
        endpoint.size("ports", ports.size(), 0, 128);
        return new WorkloadEntrySpec(
                address, ports, labels, network, locality, endpoint.uint32("weight"), serviceAccount);
    }

    private static void unixAddress(ObjectReader endpoint, String path) {
        if (!path.startsWith("/") && !path.startsWith("@")) {
            endpoint.fail(Codes.BAD_FORM, "address", "is not an absolute path or abstract socket", null);
        } else if (path.endsWith("/")) {
            endpoint.fail(Codes.BAD_FORM, "address", "is a folder, not a socket", null);
        }
        if (endpoint.has("ports")) {
            endpoint.fail(Codes.EXCLUSIVE_FIELDS, "ports", "has no place with a unix:// address", "leave it out");
        }
    }

    private static void length(ObjectReader endpoint, String name, @Nullable String value, int max) {
        if (value != null && value.codePointCount(0, value.length()) > max) {
            endpoint.fail(Codes.BAD_SIZE, name, "is longer than " + max + " characters", null);
        }
    }
}
