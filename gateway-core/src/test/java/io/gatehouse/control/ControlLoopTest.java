package io.gatehouse.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.compile.Compiled;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Secret;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.source.SourceCodes;
import io.gatehouse.source.TextSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
    private static final ResourceKey ONE = new ResourceKey("Secret", "default", "one");

    private final Snapshots snapshots = new Snapshots();
    private final List<ResourceSet> compiled = new CopyOnWriteArrayList<>();
    private final List<Long> published = new CopyOnWriteArrayList<>();
    private final TextSource text = new TextSource("text", "");
    private ControlLoop loop;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void whatIsReadIsPublished() throws Exception {
        start(text);
        read(secret("one", "a"));
        assertEquals(List.of("one"), served());
        assertEquals(loop.status().version(), snapshots.current().version());
    }

    @Test
    void anUnchangedReadingPublishesNothing() throws Exception {
        start(text);
        read(secret("one", "a"));
        int before = published.size();
        read("# only a comment\n" + secret("one", "a"));
        assertEquals(before, published.size());
        assertEquals(before, loop.status().snapshots());
    }

    @Test
    void aResourceThatBecomesUndecodableKeepsItsLastGoodVersion() throws Exception {
        start(text);
        read(secret("one", "a") + secret("two", "a"));
        read("---\napiVersion: v1\nkind: Secret\nmetadata: {name: one}\ndata: 7\n" + secret("two", "b"));
        assertEquals(Set.of("a", "b"), Set.copyOf(values()));
        assertEquals(Set.of(ONE), loop.status().kept());
        assertEquals(1, loop.status().errors());
    }

    @Test
    void aResourceThatBecomesInvalidKeepsItsLastGoodVersion() throws Exception {
        start(text);
        read(secret("one", "a") + secret("two", "a"));
        read(secret("one", "forbidden") + secret("two", "b"));
        assertEquals(Set.of("a", "b"), Set.copyOf(values()));
        read(secret("one", "c") + secret("two", "b"));
        assertEquals(Set.of("c", "b"), Set.copyOf(values()));
        assertTrue(loop.status().kept().isEmpty());
    }

    @Test
    void aResourceThatWasNeverGoodIsLeftOutAndTheRestServes() throws Exception {
        start(text);
        read(secret("one", "forbidden") + secret("two", "b"));
        assertEquals(List.of("two"), served());
        assertTrue(loop.status().kept().isEmpty());
    }

    @Test
    void aRemovedResourceIsForgotten() throws Exception {
        start(text);
        read(secret("one", "a") + secret("two", "a"));
        read(secret("two", "a"));
        read(secret("one", "forbidden") + secret("two", "a"));
        assertEquals(List.of("two"), served());
    }

    @Test
    void aTextThatIsNoYamlKeepsWhatItSaid() throws Exception {
        start(text);
        read(secret("one", "a") + secret("two", "a"));
        read("{{{");
        assertEquals(List.of("one", "two"), served());
    }

    @Test
    void ofAnObjectDefinedTwiceTheFirstCounts() throws Exception {
        TextSource other = new TextSource("other", secret("one", "b"));
        start(text, other);
        read(secret("one", "a"));
        assertEquals(List.of("a"), values());
        Diagnostic twice = loop.status().diagnostics().get(0);
        assertEquals(SourceCodes.DEFINED_TWICE, twice.code());
        assertTrue(twice.problem().contains("text:2:1"), twice.problem());
        assertEquals("other", twice.position().source());
    }

    @Test
    void findingsMoveWithTheirLines() throws Exception {
        start(text);
        read(secret("one", "a"));
        assertEquals(2, loop.status().diagnostics().get(0).position().line());
        read("\n\n" + secret("one", "a"));
        assertEquals(4, loop.status().diagnostics().get(0).position().line());
    }

    @Test
    void aCompilerThatFailsLeavesTheLastSnapshot() throws Exception {
        start(text);
        read(secret("one", "a"));
        Snapshot before = snapshots.current();
        read(secret("one", "bug"));
        assertSame(before, snapshots.current());
        read(secret("one", "b"));
        assertEquals(List.of("b"), values());
    }

    private void start(TextSource... sources) throws InterruptedException {
        loop = new ControlLoop(List.of(sources), ControlLoopTest::validate, this::compile, snapshots);
        snapshots.observe(snapshot -> published.add(snapshot.version()));
        loop.start(Duration.ofSeconds(5));
    }

    private void read(String yaml) throws InterruptedException {
        text.replace(yaml);
        loop.settle();
    }

    private List<String> served() {
        return last().stream().map(resource -> resource.metadata().name()).toList();
    }

    private List<String> values() {
        return last().stream().map(ControlLoopTest::value).toList();
    }

    private List<Resource> last() {
        return compiled.get(compiled.size() - 1).all();
    }

    private static String value(Resource resource) {
        return ((Secret) resource).data().keySet().iterator().next();
    }

    private static List<Diagnostic> validate(ResourceSet resources) {
        return resources.all().stream()
                .filter(resource -> value(resource).equals("forbidden"))
                .map(resource -> finding(resource, Diagnostic.Level.ERROR))
                .toList();
    }

    private static Diagnostic finding(Resource resource, Diagnostic.Level level) {
        return new Diagnostic("GH9999", level, resource.position(), resource.key(), "", "a finding", null);
    }

    private Compiled compile(ResourceSet resources) {
        if (resources.all().stream().anyMatch(resource -> value(resource).equals("bug"))) {
            throw new IllegalStateException("a bug");
        }
        compiled.add(resources);
        Snapshot snapshot = new Snapshot(compiled.size(), List.of(), Map.of(), MeshSpec.DEFAULT);
        List<Diagnostic> findings = new ArrayList<>();
        resources.all().stream()
                .map(resource -> finding(resource, Diagnostic.Level.WARNING))
                .forEach(findings::add);
        return new Compiled(snapshot, findings);
    }

    private static String secret(String name, String key) {
        return "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: " + name + "\nstringData:\n  " + key + ": x\n";
    }
}
