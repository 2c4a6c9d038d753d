package io.gatehouse.jetty.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Map<String, Object> GOOD = Map.of(
            "hosts",
            List.of("a.example.com"),
            "gateways",
            List.of("some-gateway"),
            "http",
            List.of(Map.of("route", List.of(Map.of("destination", Map.of("host", "not-there-yet"))))));
    private static final Map<String, Object> BAD = Map.of(
            "hosts",
            List.of("a.example.com"),
            "gateways",
            List.of("some-gateway"),
            "http",
            List.of(Map.of(
                    "redirect",
                    Map.of("uri", "/b"),
                    "route",
                    List.of(Map.of("destination", Map.of("host", "httpbin"))))));

    @Test
    void aGoodObjectIsAllowedWithoutAskingForWhatItNames() {
        Map<?, ?> response = review("CREATE", virtualService("web", GOOD), null);
        assertEquals("u-1", response.get("uid"));
        assertEquals(true, response.get("allowed"));
        assertFalse(response.containsKey("warnings"), () -> response + "");
    }

    @Test
    void aBadObjectIsRefusedWithCodeAndField() {
        Map<?, ?> response = review("CREATE", virtualService("web", BAD), null);
        assertEquals(false, response.get("allowed"));
        assertTrue(message(response).startsWith("error GH0307 spec.http[0]"), () -> message(response));
    }

    @Test
    void anUnknownFieldIsRefused() {
        Map<String, Object> misspelt = new LinkedHashMap<>(GOOD);
        misspelt.put("hsots", List.of());
        Map<?, ?> response = review("UPDATE", virtualService("web", misspelt), virtualService("web", GOOD));
        assertEquals(false, response.get("allowed"));
        assertTrue(message(response).contains("hsots"), () -> message(response));
    }

    @Test
    void whatAFileWouldBeWarnedOfIsAWarning() {
        Map<String, Object> meshOnly = new LinkedHashMap<>(GOOD);
        meshOnly.remove("gateways");
        Map<?, ?> response = review("CREATE", virtualService("web", meshOnly), null);
        assertEquals(true, response.get("allowed"));
        assertTrue(response.get("warnings").toString().contains("warning GH0110"), () -> response + "");
    }

    @Test
    void aBadObjectCanStillBeLabelledWithItsErrorsAsWarnings() {
        Map<String, Object> labelled = virtualService("web", BAD);
        labelled.put("metadata", Map.of("name", "web", "labels", Map.of("team", "a")));
        Map<?, ?> response = review("UPDATE", labelled, virtualService("web", BAD));
        assertEquals(true, response.get("allowed"));
        assertTrue(response.get("warnings").toString().contains("GH0307"), () -> response + "");
    }

    @Test
    void aBadObjectCanBeDeletedAndItsFinalizersTaken() {
        assertEquals(true, review("DELETE", null, virtualService("web", BAD)).get("allowed"));
        Map<String, Object> leaving = virtualService("web", BAD);
        leaving.put("metadata", Map.of("name", "web", "deletionTimestamp", "2026-01-31T12:00:00Z"));
        assertEquals(
                true, review("UPDATE", leaving, virtualService("web", GOOD)).get("allowed"));
    }

    @Test
    void aNameThatIsYetToBeGeneratedWillDo() {
        Map<String, Object> nameless = virtualService("web", GOOD);
        nameless.put("metadata", Map.of("generateName", "web-"));
        assertEquals(true, review("CREATE", nameless, null).get("allowed"));
    }

    @Test
    void aKindThatIsNotServedIsAllowedWithAWarning() {
        Map<String, Object> object = virtualService("web", Map.of());
        object.put("kind", "Sidecar");
        Map<?, ?> response = review("CREATE", object, null);
        assertEquals(true, response.get("allowed"));
        assertTrue(response.get("warnings").toString().contains("Sidecar"), () -> response + "");
    }

    @Test
    void messagesAreOfOneLine() {
        Map<String, Object> broken = new LinkedHashMap<>(GOOD);
        broken.put("hosts", List.of("a\r\nb"));
        Map<?, ?> response = review("CREATE", virtualService("web", broken), null);
        assertEquals(false, response.get("allowed"));
        assertFalse(message(response).contains("\n"), () -> message(response));
    }

    @Test
    void whatIsNoReviewIsNotAnswered() {
        Admission admission = new Admission();
        for (String text : List.of("", "[]", "{}", "{\"apiVersion\":\"admission.k8s.io/v1beta1\"}", "[".repeat(9999))) {
            assertThrows(IllegalArgumentException.class, () -> admission.review(text));
        }
    }

    private static String message(Map<?, ?> response) {
        return ((Map<?, ?>) response.get("status")).get("message").toString();
    }

    static Map<String, Object> virtualService(String name, Map<String, Object> spec) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "networking.istio.io/v1");
        object.put("kind", "VirtualService");
        object.put("metadata", Map.of("name", name, "namespace", "shop"));
        object.put("spec", spec);
        return object;
    }

    static String request(String operation, Object object, Object oldObject) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("uid", "u-1");
        request.put("operation", operation);
        request.put("namespace", "shop");
        request.put("object", object);
        request.put("oldObject", oldObject);
        return Json.compact(Map.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "request", request));
    }

    private static Map<?, ?> review(String operation, Object object, Object oldObject) {
        Map<?, ?> review = (Map<?, ?>) Json.read(new Admission().review(request(operation, object, oldObject)));
        assertEquals("AdmissionReview", review.get("kind"));
        return (Map<?, ?>) review.get("response");
    }
}
