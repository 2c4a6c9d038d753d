package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.route.RouteAction.Forward;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForwardTest {
    private static WeightedCluster cluster(String name, int weight) {
        return new WeightedCluster(name, weight, HeaderOps.NONE, HeaderOps.NONE);
    }

    @Test
    void drawsAreSharedByWeight() {
        Forward forward = new Forward(List.of(cluster("a", 1), cluster("none", 0), cluster("b", 3)));
        List<String> picks = LongStream.range(-4, 4)
                .mapToObj(forward::pick)
                .map(WeightedCluster::cluster)
                .toList();
        assertEquals(List.of("a", "b", "b", "b", "a", "b", "b", "b"), picks);
    }

    @Test
    void singleDestinationTakesEverythingWhateverItsWeight() {
        Forward forward = new Forward(List.of(cluster("only", 0)));
        assertEquals("only", forward.pick(Long.MIN_VALUE).cluster());
    }

    @Test
    void withoutAnyWeightTheFirstTakesEverything() {
        Forward forward = new Forward(List.of(cluster("a", 0), cluster("b", 0)));
        assertEquals("a", forward.pick(1).cluster());
    }
}
