package io.gatehouse.source;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Position;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Joins what files say into one reading. */
final class Readings {
    private final List<Resource> resources = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<ResourceKey> refused = new HashSet<>();
    private final Set<String> unclear = new HashSet<>();

    /** Adds what one file says. */
    Readings add(String file, Decoded decoded) {
        resources.addAll(decoded.resources());
        diagnostics.addAll(decoded.diagnostics());
        refused.addAll(decoded.refused());
        if (decoded.refusedUnnamed()) {
            unclear.add(file);
        }
        return this;
    }

    /** Adds a file that is there and can't be read. */
    Readings unreadable(String file, String problem) {
        unclear.add(file);
        return missing(file, problem);
    }

    /** Adds a place that was named and holds nothing. */
    Readings missing(String place, String problem) {
        diagnostics.add(new Diagnostic(
                SourceCodes.UNREADABLE, Diagnostic.Level.ERROR, new Position(place, 0, 0), null, "", problem, null));
        return this;
    }

    ConfigReading reading() {
        return new ConfigReading(ResourceSet.of(resources), diagnostics, refused, unclear);
    }
}
