package io.gatehouse.jetty.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.eclipse.jetty.http.HostPortHttpField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneHostTest {
    @ParameterizedTest
    @ValueSource(strings = {"shop.example.com", "Shop.Example.com:8080", "127.0.0.1:80", "[::1]:8080"})
    void readsAsTheParsedFieldDoes(String value) {
        HostPortHttpField parsed = new HostPortHttpField(value);

        HostPortHttpField one = OneHost.of(parsed);

        assertInstanceOf(OneHost.class, one);
        assertEquals(parsed, one);
        assertEquals(parsed.getValue(), one.getValue());
        assertEquals(parsed.getHost(), one.getHost());
        assertEquals(parsed.getPort(), one.getPort());
        assertArrayEquals(parsed.getValues(), one.getValues());
    }

    @Test
    void whatCouldBeAListStaysWhatItIs() {
        HostPortHttpField parsed = new HostPortHttpField("a,b");

        assertSame(parsed, OneHost.of(parsed));
    }
}
