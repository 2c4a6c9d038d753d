package io.gatehouse.jetty.httpbin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpBinTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static HttpBin bin;

    @BeforeAll
    static void start() throws Exception {
        bin = HttpBin.start("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() throws Exception {
        bin.close();
    }

    @Test
    void statusAnswersWithTheHeadersThatTheWalkThroughPrints() throws Exception {
        HttpResponse<String> response = send("HEAD", "/status/200", "");
        assertEquals(200, response.statusCode());
        assertEquals(List.of("text/html; charset=utf-8"), response.headers().allValues("content-type"));
        assertEquals(List.of("*"), response.headers().allValues("access-control-allow-origin"));
        assertEquals(List.of("true"), response.headers().allValues("access-control-allow-credentials"));
        assertEquals(List.of("0"), response.headers().allValues("content-length"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /status/503, 503",
        "GET, /status/204, 204",
        "GET, '/status/418:1,200:0', 418",
        "GET, /status/nonsense, 400",
        "GET, /status, 400",
        "GET, /redirect/2, 302",
        "GET, /redirect-to?url=/get&status_code=307, 307",
        "GET, /post, 405",
        "POST, /get, 405",
        "HEAD, /get, 200",
        "OPTIONS, /post, 200",
        "GET, /nothing-here, 404",
        "GET, /basic-auth/ann/secret, 401",
        "GET, /cookies/set?a=b, 302",
        "GET, /, 200",
        "GET, /html, 200",
        "GET, /robots.txt, 200",
    })
    void everyPathAnswersWithItsStatus(String method, String path, int status) throws Exception {
        assertEquals(status, send(method, path, "").statusCode());
    }

    @Test
    void getTellsArgumentsHeadersAndUrl() throws Exception {
        Map<?, ?> answer =
                (Map<?, ?>) Json.read(send("GET", "/get?a=1&b=2&b=3", "").body());
        assertEquals(Map.of("a", "1", "b", List.of("2", "3")), answer.get("args"));
        assertEquals("http://127.0.0.1:" + bin.port() + "/get?a=1&b=2&b=3", answer.get("url"));
        assertEquals("127.0.0.1:" + bin.port(), ((Map<?, ?>) answer.get("headers")).get("Host"));
    }

    @Test
    void postTellsTheJsonItWasSent() throws Exception {
        Map<?, ?> answer = (Map<?, ?>)
                Json.read(send("POST", "/post", "{\"a\": [1, \"\\u00e9\"]}").body());
        assertEquals("{\"a\": [1, \"\\u00e9\"]}", answer.get("data"));
        assertEquals(Map.of("a", List.of(1, "é")), answer.get("json"));
    }

    @Test
    void anythingTellsTheMethod() throws Exception {
        Map<?, ?> answer =
                (Map<?, ?>) Json.read(send("PATCH", "/anything/x", "text").body());
        assertEquals("PATCH", answer.get("method"));
        assertEquals("text", answer.get("data"));
    }

    @Test
    void streamSendsThatManyLines() throws Exception {
        assertEquals(7, send("GET", "/stream/7", "").body().lines().count());
    }

    @Test
    void bytesOfOneSeedAreTheSame() throws Exception {
        String first = send("GET", "/bytes/64?seed=5", "").body();
        assertEquals(
                first, send("GET", "/stream-bytes/64?seed=5&chunk_size=7", "").body());
    }

    @Test
    void dripSendsAllItsBytes() throws Exception {
        assertEquals("*****", send("GET", "/drip?numbytes=5&duration=0", "").body());
    }

    @Test
    void delayAnswersNoSooner() throws Exception {
        long start = System.nanoTime();
        assertEquals(200, send("GET", "/delay/0.2", "").statusCode());
        assertTrue(System.nanoTime() - start >= 200_000_000L);
    }

    @Test
    void responseHeadersAreTheAskedOnes() throws Exception {
        HttpResponse<String> response = send("GET", "/response-headers?x-a=1&x-a=2", "");
        assertEquals(List.of("1", "2"), response.headers().allValues("x-a"));
    }

    @Test
    void base64IsDecoded() throws Exception {
        assertEquals("gatehouse", send("GET", "/base64/Z2F0ZWhvdXNl", "").body());
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bin.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString(java.nio.charset.StandardCharsets.UTF_8));
    }
}
