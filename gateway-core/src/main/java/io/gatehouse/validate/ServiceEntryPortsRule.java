package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.Protocol;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.Suggestion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ServiceEntry's ports: unique, with known protocols that its hosts can share. */
final class ServiceEntryPortsRule implements Rule<ServiceEntry> {
    private static final List<String> SERVED =
            Arrays.stream(Protocol.values()).map(Protocol::written).toList();

    @Override
    public void check(ServiceEntry entry, RuleContext context) {
        Set<String> names = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        Routes.each("spec.ports", entry.ports(), (path, port) -> {
            if (!Names.isDnsLabel(port.name())) {
                error(path + ".name", Names.quoted(port.name()) + " is not a port's name", null, context);
            }
            if (!names.add(port.name())) {
                error(path + ".name", "another port is named " + Names.quoted(port.name()) + " too", null, context);
            }
            if (!numbers.add(port.number())) {
                error(path + ".number", "another port has the number " + port.number() + " too", null, context);
            }
            if (!isKnown(port.protocol())) {
                error(
                        path + ".protocol",
                        Names.quoted(String.valueOf(port.protocol())) + " is not a protocol",
                        Suggestion.didYouMean(String.valueOf(port.protocol()), SERVED),
                        context);
            }
        });
        if (entry.hosts().size() > 1 && entry.effectiveResolution() != ServiceEntry.Resolution.NONE) {
            checkShared(entry, context);
        }
    }

    private static boolean isKnown(@Nullable String protocol) {
        return !TlsServers.isSet(protocol)
                || Protocol.parse(String.valueOf(protocol)).isPresent();
    }

    /** Without Host header or SNI nothing tells several hosts apart. */
    private static void checkShared(ServiceEntry entry, RuleContext context) {
        for (int i = 0; i < entry.ports().size(); i++) {
            Optional<Protocol> protocol =
                    Protocol.parse(String.valueOf(entry.ports().get(i).protocol()));
            if (protocol.filter(p -> p.isHttp() || p.isTls()).isEmpty()) {
                error(
                        FieldPath.element("spec.ports", i) + ".protocol",
                        "several hosts can share only HTTP and TLS ports",
                        "make a ServiceEntry for each host",
                        context);
                return;
            }
        }
    }

    private static void error(String field, String problem, @Nullable String mend, RuleContext context) {
        context.error(RuleCodes.SERVICE_ENTRY_PORT, field, problem, mend);
    }
}
