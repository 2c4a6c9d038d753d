package io.gatehouse.validate;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.util.ArrayList;
import java.util.List;

/** Decodes and validates a text as the gateway does. */
final class Verdicts {
    private Verdicts() {}

    static List<Diagnostic> of(String file, String text) {
        Decoded decoded = new ResourceDecoder().decode(file, text);
        List<Diagnostic> all = new ArrayList<>(decoded.diagnostics());
        all.addAll(Validator.standard().validate(ResourceSet.of(decoded.resources())));
        return all;
    }
}
