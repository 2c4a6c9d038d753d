package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Secret;
import io.gatehouse.resource.Suggestion;
import java.util.List;
import java.util.Objects;

/** A named Secret should be there; it may still come, so this only warns. */
final class CredentialExistsRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        if (context.resources().ofKind(Secret.class).isEmpty()) {
            return; // Secrets come from elsewhere
        }
        TlsServers.each(gateway, (path, tls) -> {
            if (!TlsServers.terminates(tls)) {
                return;
            }
            if (TlsServers.isSet(tls.credentialName())) {
                checkSecret(path + ".credentialName", Objects.requireNonNull(tls.credentialName()), context);
            }
            Routes.each(path + ".credentialNames", tls.credentialNames(), (p, n) -> checkSecret(p, n, context));
        });
    }

    private static void checkSecret(String path, String name, RuleContext context) {
        List<String> names = context.resources().ofKind(Secret.class).stream()
                .map(secret -> secret.metadata().name())
                .toList();
        String bare = name.substring(name.lastIndexOf('/') + 1);
        if (!names.contains(bare)) {
            context.warning(
                    RuleCodes.UNKNOWN_CREDENTIAL,
                    path,
                    "no Secret named " + Names.quoted(name) + "; the port isn't opened until there is one",
                    Suggestion.didYouMean(bare, names));
        }
    }
}
