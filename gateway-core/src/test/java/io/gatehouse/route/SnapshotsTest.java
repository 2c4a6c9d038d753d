package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private final Snapshots snapshots = new Snapshots();
    private final List<String> heard = new ArrayList<>();

    @Test
    void whoPreparesIsReadyBeforeARequestSeesTheSnapshot() {
        snapshots.prepare(
                next -> heard.add("prepared with " + snapshots.current().version() + " current"));
        snapshots.observe(
                next -> heard.add("observed with " + snapshots.current().version() + " current"));
        snapshots.publish(new Snapshot(7, List.of(), Map.of(), MeshSpec.DEFAULT));
        assertEquals(List.of("prepared with 0 current", "observed with 7 current"), heard);
    }

    @Test
    void whoHasLeftHearsNothing() throws Exception {
        snapshots.prepare(next -> heard.add("prepared")).close();
        snapshots.observe(next -> heard.add("observed")).close();
        snapshots.publish(Snapshot.EMPTY);
        assertEquals(List.of(), heard);
    }
}
