package io.gatehouse.tests.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/embedding.md shows is what runs here and in {@link ShopRoutesTest}. */
class EmbeddingPageTest {
    private static final Path SOURCES = Path.of("src/test/java/io/gatehouse/tests/embedding");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void programStartsAGateway() throws Exception {
        String yaml = Files.readString(Path.of("src/test/resources/gateway/shop.yaml"));
        try (GatewayServer gateway = GatewayConfig.yaml(yaml).ephemeralPorts().start()) {
            gateway.awaitReady(Duration.ofSeconds(10));
            URI shop = URI.create("http://localhost:" + gateway.port("http") + "/");
            HttpRequest cart = HttpRequest.newBuilder(shop.resolve("cart")).build();
            String answer = HttpClient.newHttpClient()
                    .send(cart, BodyHandlers.ofString())
                    .body();
            assertEquals("the cart", answer);
        }
    }

    @Test
    void pageShowsWhatRuns() throws Exception {
        List<String> shown = JAVA.matcher(Files.readString(Path.of("..", "docs", "embedding.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertEquals(2, shown.size());
        assertShows("EmbeddingPageTest.java", shown.get(0));
        assertShows("ShopRoutesTest.java", shown.get(1));
    }

    /** An ellipsis of the page stands for any lines. */
    private static void assertShows(String file, String block) throws Exception {
        String source = words(Files.readString(SOURCES.resolve(file)));
        String pattern =
                Arrays.stream(words(block).split("…")).map(Pattern::quote).collect(Collectors.joining(".*"));
        assertTrue(Pattern.compile(pattern).matcher(source).find(), file + " has not:\n" + block);
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
