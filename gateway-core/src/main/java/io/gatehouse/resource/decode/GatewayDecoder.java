package io.gatehouse.resource.decode;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.GatewayPort;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Server;
import io.gatehouse.resource.ServerTls;
import io.gatehouse.resource.SourceMap;
import java.util.List;
import java.util.Map;

/** Reads Gateways. */
final class GatewayDecoder {
    private GatewayDecoder() {}

    static Gateway decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        Gateway gateway = Spec.read(
                object,
                spec -> new Gateway(
                        metadata,
                        sources,
                        spec.stringMap("selector"),
                        spec.objects("servers", GatewayDecoder::server)));
        return gateway != null ? gateway : new Gateway(metadata, sources, Map.of(), List.of());
    }

    private static Server server(ObjectReader server) {
        server.require("port");
        server.require("hosts");
        GatewayPort port = server.object("port", GatewayDecoder::port);
        return new Server(
                port != null ? port : new GatewayPort(0, "", ""),
                server.string("bind"),
                server.strings("hosts"),
                server.object("tls", GatewayDecoder::tls),
                server.string("name"),
                server.string("defaultEndpoint"));
    }

    private static GatewayPort port(ObjectReader port) {
        port.require("number");
        Integer number = port.port("number");
        Long targetPort = port.uint32("targetPort");
        if (targetPort != null && targetPort > 0) {
            port.fail(Codes.UNKNOWN_FIELD, "targetPort", "has no impact on a Gateway", "leave it out");
        }
        return new GatewayPort(
                number == null ? 0 : number, port.requiredString("protocol"), port.requiredString("name"));
    }

    private static ServerTls tls(ObjectReader tls) {
        List<String> credentialNames = tls.strings("credentialNames");
        List<ServerTls.TlsCertificate> certificates = tls.objects(
                "tlsCertificates",
                certificate -> new ServerTls.TlsCertificate(
                        certificate.string("serverCertificate"),
                        certificate.string("privateKey"),
                        certificate.string("caCertificates")));
        tls.size("credentialNames", credentialNames.size(), 1, 2);
        tls.size("tlsCertificates", certificates.size(), 1, 2);
        tls.exclusive("credentialNames", "tlsCertificates");
        tls.exclusive("credentialName", "credentialNames");
        return new ServerTls(
                tls.bool("httpsRedirect"),
                tls.oneOf("mode", ServerTls.Mode.class),
                tls.string("serverCertificate"),
                tls.string("privateKey"),
                tls.string("caCertificates"),
                tls.string("caCrl"),
                tls.string("credentialName"),
                credentialNames,
                tls.string("caCertCredentialName"),
                certificates,
                tls.strings("subjectAltNames"),
                tls.strings("verifyCertificateSpki"),
                tls.strings("verifyCertificateHash"),
                tls.oneOf("minProtocolVersion", ServerTls.ProtocolVersion.class),
                tls.oneOf("maxProtocolVersion", ServerTls.ProtocolVersion.class),
                tls.strings("cipherSuites"),
                tls.nullableBool("insecureSkipVerify"));
    }
}
