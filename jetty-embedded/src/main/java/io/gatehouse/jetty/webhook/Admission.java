package io.gatehouse.jetty.webhook;

import io.gatehouse.jetty.json.Json;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.validate.Validator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what an API server is asked to store ({@code AdmissionReview} of {@code admission.k8s.io/v1}) as {@code
 * validate} judges a file. An object is judged by itself: what it names may come later, so that is left out. Only what
 * is written anew can be refused: an object that is bad already can still be labelled, and always deleted.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final String API_VERSION = "admission.k8s.io/v1";
    private static final String KIND = "AdmissionReview";
    private static final int UNPROCESSABLE = 422;

    private final Validator validator = Validator.alone();

    /**
     * The answer to a review.
     *
     * @throws IllegalArgumentException when it is none
     */
    String review(String json) {
        if (!(Json.read(json) instanceof Map<?, ?> review)
                || !API_VERSION.equals(review.get("apiVersion"))
                || !KIND.equals(review.get("kind"))
                || !(review.get("request") instanceof Map<?, ?> request)
                || !(request.get("uid") instanceof String uid)) {
            throw new IllegalArgumentException("not an " + KIND + " of " + API_VERSION + " with a request");
        }
        List<Diagnostic> findings = findings(request);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("uid", uid);
        List<Diagnostic> errors =
                findings.stream().filter(Diagnostic::isError).distinct().toList();
        boolean allowed = errors.isEmpty() || isWrittenBefore(request);
        response.put("allowed", allowed);
        if (!allowed) {
            String message = errors.stream().map(Admission::line).collect(Collectors.joining("; "));
            response.put("status", Map.of("code", UNPROCESSABLE, "reason", "Invalid", "message", message));
            LOG.atInfo().addKeyValue("uid", uid).addKeyValue("problem", message).log("refused");
        }
        List<String> warnings = findings.stream()
                .filter(finding -> allowed || !finding.isError())
                .map(Admission::line)
                .distinct()
                .toList();
        if (!warnings.isEmpty()) {
            response.put("warnings", warnings);
        }
        return Json.compact(Map.of("apiVersion", API_VERSION, "kind", KIND, "response", response));
    }

    private List<Diagnostic> findings(Map<?, ?> request) {
        boolean writes = "CREATE".equals(request.get("operation")) || "UPDATE".equals(request.get("operation"));
        if (!writes || !(request.get("object") instanceof Map<?, ?> object) || isLeaving(object)) {
            return List.of();
        }
        Decoded decoded = new ResourceDecoder().decode("", Json.compact(asStored(object, request)));
        List<Diagnostic> findings = new ArrayList<>(decoded.diagnostics());
        findings.addAll(validator.validate(ResourceSet.of(decoded.resources())));
        return findings;
    }

    /** Its finalizers must be able to take their leave. */
    private static boolean isLeaving(Map<?, ?> object) {
        return metadata(object).get("deletionTimestamp") != null;
    }

    /** With the name and namespace that it has or will have, and without what no user writes. */
    private static Map<String, Object> asStored(Map<?, ?> object, Map<?, ?> request) {
        Map<String, Object> metadata = copy(metadata(object));
        metadata.remove("managedFields");
        if (metadata.get("name") == null) {
            metadata.put("name", Objects.requireNonNullElse(metadata.get("generateName"), "") + "x");
        }
        if (request.get("namespace") instanceof String namespace && !namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        Map<String, Object> stored = copy(object);
        stored.put("metadata", metadata);
        stored.remove("status");
        return stored;
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /** Whether nothing that is judged differs from what is stored: then it is somebody else's change. */
    private static boolean isWrittenBefore(Map<?, ?> request) {
        Object now = request.get("object");
        Object before = request.get("oldObject");
        return now instanceof Map<?, ?> written
                && before instanceof Map<?, ?> stored
                && Objects.equals(written.get("spec"), stored.get("spec"))
                && Objects.equals(
                        metadata(written).get("annotations"), metadata(stored).get("annotations"));
    }

    private static Map<?, ?> metadata(Map<?, ?> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata ? metadata : Map.of();
    }

    /** One line of plain text, as HTTP's {@code Warning} field takes it. */
    private static String line(Diagnostic finding) {
        return finding.sentence().replaceAll("\\p{Cntrl}+", " ");
    }
}
