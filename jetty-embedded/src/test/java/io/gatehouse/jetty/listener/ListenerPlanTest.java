package io.gatehouse.jetty.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.ServerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerPlanTest {
    private static ListenerSpec tcp(int port, String host) {
        return Specs.listener(
                port, ListenerSpec.Protocol.TCP, Specs.server("tcp", null, ServerSpec.Inner.TCP, List.of(), host));
    }

    @Test
    void newKeyIsOpenedAndGoneKeyIsClosed() {
        ListenerSpec wanted = Specs.http(2);

        ListenerPlan plan = ListenerPlan.between(List.of(Specs.http(1)), List.of(wanted));

        assertEquals(
                List.of(new ListenerPlan.Close(Specs.http(1).key()), new ListenerPlan.Open(wanted)), plan.operations());
    }

    @Test
    void httpListenerIsKeptWhateverItsServersSay() {
        ListenerSpec now = Specs.listener(
                1,
                ListenerSpec.Protocol.HTTP,
                Specs.server("other", null, ServerSpec.Inner.HTTP, List.of(), "b.example.com"));

        ListenerPlan plan = ListenerPlan.between(List.of(Specs.http(1)), List.of(now));

        assertEquals(List.of(new ListenerPlan.Keep(now)), plan.operations());
    }

    @Test
    void otherServersOnTcpChangeTheListenerInPlace() {
        ListenerSpec now = tcp(1, "b.example.com");

        ListenerPlan plan = ListenerPlan.between(List.of(tcp(1, "a.example.com")), List.of(now));

        assertEquals(List.of(new ListenerPlan.Change(now)), plan.operations());
    }

    @Test
    void equalTcpListenerIsKept() {
        ListenerPlan plan = ListenerPlan.between(List.of(tcp(1, "a")), List.of(tcp(1, "a")));

        assertInstanceOf(ListenerPlan.Keep.class, plan.operations().get(0));
    }

    @Test
    void otherProtocolClosesBeforeItOpens() {
        ListenerPlan plan = ListenerPlan.between(List.of(Specs.http(1)), List.of(tcp(1, "*")));

        assertInstanceOf(ListenerPlan.Close.class, plan.operations().get(0));
        assertInstanceOf(ListenerPlan.Open.class, plan.operations().get(1));
    }

    @Test
    void firstOfTwoListenersWithOneKeyWins() {
        ListenerPlan plan = ListenerPlan.between(List.of(), List.of(Specs.http(1), tcp(1, "*")));

        assertEquals(1, plan.operations().size());
    }
}
