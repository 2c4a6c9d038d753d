package io.gatehouse.source.kubernetes;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Server;
import io.gatehouse.resource.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which Secrets the Gateways need: no other is ever asked for. */
final class NamedSecrets {
    private static final String SUFFIX_CA = "-cacert";

    private NamedSecrets() {}

    /**
     * A Secret to watch.
     *
     * @param namespace where it lives
     * @param name of the Secret
     */
    record Ref(String namespace, String name) implements Comparable<Ref> {
        @Override
        public int compareTo(Ref other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /**
     * The two that the ingress task names, and those that the Gateways' {@code credentialName}s name: each in the
     * gateway's own namespace, as Istio has it, and in that of its Gateway.
     */
    static Set<Ref> of(Stream<Gateway> gateways, ClusterScope scope) {
        Set<Ref> refs = new TreeSet<>();
        refs.add(new Ref(scope.rootNamespace(), "istio-ingressgateway-certs"));
        refs.add(new Ref(scope.rootNamespace(), "istio-ingressgateway-ca-certs"));
        gateways.forEach(gateway -> {
            for (Server server : gateway.servers()) {
                if (server.tls() != null) {
                    for (String name : names(server.tls())) {
                        refs.add(new Ref(scope.rootNamespace(), name));
                        refs.add(new Ref(gateway.metadata().namespace(), name));
                    }
                }
            }
        });
        return refs;
    }

    private static List<String> names(ServerTls tls) {
        List<String> names = new ArrayList<>(tls.credentialNames());
        if (tls.credentialName() != null) {
            names.add(tls.credentialName());
        }
        boolean mutual = tls.mode() == ServerTls.Mode.MUTUAL || tls.mode() == ServerTls.Mode.OPTIONAL_MUTUAL;
        if (mutual && tls.caCertCredentialName() == null) {
            List.copyOf(names).forEach(name -> names.add(name + SUFFIX_CA));
        }
        if (tls.caCertCredentialName() != null) {
            names.add(tls.caCertCredentialName());
        }
        return names;
    }
}
