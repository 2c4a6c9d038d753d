package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "a.example.com, a.example.com",
        "a.example.com:8080, a.example.com",
        "a.example.com:abc, a.example.com",
        "a.example.com:, a.example.com",
        "A.Example.COM:80, a.example.com",
        "aZ.test, az.test",
        "az.tesT, az.test",
        "ÄZ.test, äz.test",
        "@[`{.test, @[`{.test",
        "a.example.com., a.example.com.",
        "a.example.com.:80, a.example.com.",
        "[::1]:8080, [::1]",
        "[::1], [::1]",
        "127.0.0.1:1, 127.0.0.1",
        "'', ''",
        ":80, ''",
    })
    void portIsDroppedAndCaseIgnored(String authority, String name) {
        assertEquals(name, HostName.of(authority));
    }

    @Test
    void nameThatNeedsNoChangeIsNotCopied() {
        for (String name : new String[] {"a.example.com", "09-_.test", "@[`{~\u007f", "[::1]"}) {
            assertSame(name, HostName.of(name));
        }
    }
}
