package io.gatehouse.compile;

import io.gatehouse.resource.MeshConfig;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.MeshSpec.ClientCertForwarding;
import io.gatehouse.route.MeshSpec.PathNormalization;
import org.jspecify.annotations.Nullable;

/** Reads the settings of the whole gateway from the MeshConfig, where there is one. */
final class ReadMesh implements CompileStep {
    @Override
    public void run(Compilation compilation) {
        read(compilation);
        compilation.memory.pieces = compilation.memory.pieces.next(compilation.defaultRetry);
    }

    private static void read(Compilation compilation) {
        String header = compilation.options.serverHeader();
        MeshConfig config = compilation.resources.ofKind(MeshConfig.class).stream()
                .findFirst()
                .orElse(null);
        if (config == null) {
            MeshSpec standard = MeshSpec.DEFAULT;
            compilation.mesh = new MeshSpec(
                    header,
                    standard.normalization(),
                    standard.trustedProxies(),
                    standard.forwardClientCert(),
                    standard.proxyProtocol());
            return;
        }
        MeshConfig.ProxyConfig proxy = config.defaultConfig();
        MeshConfig.ServerHeader server = proxy.server();
        Long trusted = proxy.numTrustedProxies();
        compilation.mesh = new MeshSpec(
                serverHeader(server, header),
                normalization(config.pathNormalization()),
                trusted == null ? 0 : (int) Math.min(trusted, Integer.MAX_VALUE),
                forwarding(proxy.forwardClientCertDetails()),
                proxy.proxyProtocol());
        if (config.defaultHttpRetryPolicy() != null) {
            compilation.defaultRetry = Policies.retry(config.defaultHttpRetryPolicy());
        }
    }

    private static @Nullable String serverHeader(MeshConfig.@Nullable ServerHeader server, String standard) {
        if (server == null) {
            return standard;
        }
        if (Boolean.TRUE.equals(server.disabled())) {
            return null;
        }
        String value = server.value();
        return value == null || value.isEmpty() ? standard : value;
    }

    private static PathNormalization normalization(MeshConfig.@Nullable PathNormalization configured) {
        if (configured == null) {
            return MeshSpec.DEFAULT.normalization();
        }
        return switch (configured) {
            case DEFAULT, BASE -> PathNormalization.BASE;
            case NONE -> PathNormalization.NONE;
            case MERGE_SLASHES -> PathNormalization.MERGE_SLASHES;
            case DECODE_AND_MERGE_SLASHES -> PathNormalization.DECODE_AND_MERGE_SLASHES;
        };
    }

    private static ClientCertForwarding forwarding(MeshConfig.@Nullable ForwardClientCertDetails configured) {
        if (configured == null) {
            return MeshSpec.DEFAULT.forwardClientCert();
        }
        return switch (configured) {
            case UNDEFINED -> MeshSpec.DEFAULT.forwardClientCert();
            case SANITIZE -> ClientCertForwarding.SANITIZE;
            case FORWARD_ONLY -> ClientCertForwarding.FORWARD_ONLY;
            case APPEND_FORWARD -> ClientCertForwarding.APPEND_FORWARD;
            case SANITIZE_SET -> ClientCertForwarding.SANITIZE_SET;
            case ALWAYS_FORWARD_ONLY -> ClientCertForwarding.ALWAYS_FORWARD_ONLY;
        };
    }
}
