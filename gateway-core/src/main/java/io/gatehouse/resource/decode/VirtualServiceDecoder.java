package io.gatehouse.resource.decode;

import io.gatehouse.resource.L4MatchAttributes;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.RouteDestination;
import io.gatehouse.resource.SourceMap;
import io.gatehouse.resource.TcpRoute;
import io.gatehouse.resource.TlsMatchAttributes;
import io.gatehouse.resource.TlsRoute;
import io.gatehouse.resource.VirtualService;
import java.util.List;

/** Reads VirtualServices. */
final class VirtualServiceDecoder {
    private VirtualServiceDecoder() {}

    static VirtualService decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        VirtualService service = Spec.read(
                object,
                spec -> new VirtualService(
                        metadata,
                        sources,
                        spec.strings("hosts"),
                        spec.strings("gateways"),
                        Shared.list(spec.objects("http", HttpRouteDecoder::decode)),
                        spec.objects("tls", VirtualServiceDecoder::tls),
                        spec.objects("tcp", VirtualServiceDecoder::tcp),
                        spec.strings("exportTo")));
        return service != null
                ? service
                : new VirtualService(
                        metadata, sources, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static TlsRoute tls(ObjectReader tls) {
        tls.require("match");
        return new TlsRoute(
                tls.objects("match", VirtualServiceDecoder::tlsMatch),
                tls.objects("route", VirtualServiceDecoder::routeDestination));
    }

    private static TlsMatchAttributes tlsMatch(ObjectReader match) {
        match.require("sniHosts");
        return new TlsMatchAttributes(
                match.strings("sniHosts"),
                match.strings("destinationSubnets"),
                DestinationDecoder.matchPort(match),
                match.stringMap("sourceLabels"),
                match.strings("gateways"),
                match.string("sourceNamespace"));
    }

    private static TcpRoute tcp(ObjectReader tcp) {
        return new TcpRoute(
                tcp.objects("match", VirtualServiceDecoder::l4Match),
                tcp.objects("route", VirtualServiceDecoder::routeDestination));
    }

    private static L4MatchAttributes l4Match(ObjectReader match) {
        return new L4MatchAttributes(
                match.strings("destinationSubnets"),
                DestinationDecoder.matchPort(match),
                match.string("sourceSubnet"),
                match.stringMap("sourceLabels"),
                match.strings("gateways"),
                match.string("sourceNamespace"));
    }

    private static RouteDestination routeDestination(ObjectReader route) {
        return new RouteDestination(DestinationDecoder.required(route, "destination"), route.int32("weight"));
    }
}
