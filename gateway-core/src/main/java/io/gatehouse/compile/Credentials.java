package io.gatehouse.compile;

import io.gatehouse.resource.Bytes;
import io.gatehouse.resource.ConfigMap;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Secret;
import io.gatehouse.route.CertificateSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds certificates: in Secrets by name, or at paths. The two directories that Istio's ingress gateway mounts are
 * looked up in the Secrets that it mounts there, else in the directory that stands for them.
 */
final class Credentials {
    private static final String MOUNTS = "/etc/istio/";
    private static final List<String> MOUNTED = List.of("ingressgateway-certs", "ingressgateway-ca-certs");
    private static final String MOUNT_NAMESPACE = "istio-system";
    private static final List<String> CERTIFICATE_KEYS = List.of("tls.crt", "cert");
    private static final List<String> PRIVATE_KEY_KEYS = List.of("tls.key", "key");
    private static final List<String> CA_KEYS = List.of("cacert", "ca.crt");
    private static final List<String> CRL_KEYS = List.of("crl", "ca.crl");

    private final ResourceSet resources;
    private final CompileOptions options;

    Credentials(ResourceSet resources, CompileOptions options) {
        this.resources = resources;
        this.options = options;
    }

    /** A key pair at two paths. */
    CertificateSource files(@Nullable String certificate, @Nullable String privateKey) {
        if (certificate == null || privateKey == null) {
            return new CertificateSource.Missing("files", "serverCertificate and privateKey have to be given together");
        }
        return atPaths(certificate, privateKey);
    }

    /** A file of CA certificates or revocations. */
    CertificateSource file(String path) {
        return atPaths(path, null);
    }

    private CertificateSource atPaths(String certificate, @Nullable String privateKey) {
        if (climbs(certificate) || privateKey != null && climbs(privateKey)) {
            return new CertificateSource.Missing(certificate, "a path must not lead up with \"..\"");
        }
        Secret secret = mounted(certificate);
        if (secret != null) {
            Bytes chain = secret.data().get(fileName(certificate));
            Bytes key = privateKey == null ? null : secret.data().get(fileName(privateKey));
            if (chain != null && (privateKey == null || key != null)) {
                return inline(secret, chain, key);
            }
        }
        return new CertificateSource.Files(onDisk(certificate), privateKey == null ? null : onDisk(privateKey));
    }

    private static boolean climbs(String path) {
        return List.of(path.split("/")).contains("..");
    }

    /** The Secret that Istio's gateway would have mounted at a path. */
    private @Nullable Secret mounted(String path) {
        String directory = mount(path);
        return directory == null
                ? null
                : resources
                        .find(Secret.class, MOUNT_NAMESPACE, "istio-" + directory)
                        .orElse(null);
    }

    private static @Nullable String mount(String path) {
        for (String directory : MOUNTED) {
            if (path.startsWith(MOUNTS + directory + "/")) {
                return directory;
            }
        }
        return null;
    }

    private String onDisk(String path) {
        String stand = options.certsDirectory();
        return stand == null || mount(path) == null ? path : stand + "/" + fileName(path);
    }

    private static String fileName(String path) {
        String directory = mount(path);
        return directory == null ? path : path.substring(MOUNTS.length() + directory.length() + 1);
    }

    /**
     * The key pair in a Secret.
     *
     * @param home namespace of the Gateway, where it is looked for after the gateway's own
     */
    CertificateSource named(String credential, String home) {
        Secret secret = secret(credential, home);
        if (secret == null) {
            return new CertificateSource.Missing(credential, notFound(home));
        }
        Bytes chain = first(secret.data(), CERTIFICATE_KEYS);
        Bytes key = first(secret.data(), PRIVATE_KEY_KEYS);
        if (chain == null || key == null) {
            return new CertificateSource.Missing(credential, "the Secret has no tls.crt and tls.key");
        }
        return inline(secret, chain, key);
    }

    /** The CA certificates of a Secret's clients: in {@code NAME-cacert}, else in the Secret itself. */
    CertificateSource caOf(String credential, String home) {
        for (String name : List.of(credential + "-cacert", credential)) {
            Secret secret = secret(name, home);
            Bytes ca = secret == null ? null : first(secret.data(), CA_KEYS);
            if (secret != null && ca != null) {
                return inline(secret, ca, null);
            }
        }
        return new CertificateSource.Missing(credential, "neither it nor " + credential + "-cacert has a ca.crt");
    }

    /** The CA certificates in a Secret or ConfigMap of this name. */
    CertificateSource ca(String credential, String home) {
        Secret secret = secret(credential, home);
        Bytes ca = secret == null ? null : first(secret.data(), CA_KEYS);
        if (secret != null && ca != null) {
            return inline(secret, ca, null);
        }
        for (String namespace : List.of(options.namespace(), home)) {
            Optional<ConfigMap> map = resources.find(ConfigMap.class, namespace, credential);
            String text = map.map(each -> each.data().get("ca.crt")).orElse(null);
            if (text != null) {
                String name = namespace + "/" + credential;
                return new CertificateSource.Inline(name, text.getBytes(StandardCharsets.UTF_8), null);
            }
        }
        return new CertificateSource.Missing(credential, notFound(home) + ", nor a ConfigMap, with a ca.crt");
    }

    /** The revocations that come with a Secret's CA; null when there are none. */
    @Nullable
    CertificateSource crlOf(String credential, String home) {
        for (String name : List.of(credential + "-cacert", credential)) {
            Secret secret = secret(name, home);
            Bytes crl = secret == null ? null : first(secret.data(), CRL_KEYS);
            if (secret != null && crl != null) {
                return inline(secret, crl, null);
            }
        }
        return null;
    }

    private @Nullable Secret secret(String name, String home) {
        return resources
                .find(Secret.class, options.namespace(), name)
                .or(() -> resources.find(Secret.class, home, name))
                .orElse(null);
    }

    private String notFound(String home) {
        return "no such Secret in namespace " + options.namespace() + " or " + home;
    }

    private static CertificateSource inline(Secret secret, Bytes chain, @Nullable Bytes key) {
        String name = secret.metadata().namespace() + "/" + secret.metadata().name();
        return new CertificateSource.Inline(name, chain.toByteArray(), key == null ? null : key.toByteArray());
    }

    private static @Nullable Bytes first(Map<String, Bytes> data, List<String> keys) {
        for (String key : keys) {
            Bytes value = data.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
