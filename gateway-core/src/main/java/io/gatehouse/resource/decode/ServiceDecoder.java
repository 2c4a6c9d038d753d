package io.gatehouse.resource.decode;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Service;
import io.gatehouse.resource.SourceMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads Kubernetes Services. */
final class ServiceDecoder {
    private ServiceDecoder() {}

    static Service decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        Service service = Spec.read(
                object,
                spec -> new Service(
                        metadata,
                        sources,
                        spec.objects("ports", ServiceDecoder::port),
                        spec.stringMap("selector"),
                        spec.string("type"),
                        spec.string("clusterIP"),
                        spec.string("externalName")));
        return service != null ? service : new Service(metadata, sources, List.of(), Map.of(), null, null, null);
    }

    private static Service.Port port(ObjectReader port) {
        port.require("port");
        Long number = port.integer("port", false, 1, 65535);
        Long nodePort = port.integer("nodePort", false, 0, 65535);
        return new Service.Port(
                port.string("name"),
                port.string("protocol"),
                port.string("appProtocol"),
                number == null ? 1 : number.intValue(),
                targetPort(port),
                nodePort == null || nodePort == 0 ? null : nodePort.intValue());
    }

    private static Service.@Nullable TargetPort targetPort(ObjectReader port) {
        Node value = port.any("targetPort");
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar && Scalars.typeOf(scalar) == Scalars.Type.STRING) {
            return new Service.TargetPort(null, scalar.getValue());
        }
        Long number = port.integer("targetPort", false, 1, 65535);
        return number == null ? null : new Service.TargetPort(number.intValue(), null);
    }
}
