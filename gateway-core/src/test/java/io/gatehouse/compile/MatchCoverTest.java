package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.VirtualService;
import io.gatehouse.resource.decode.ResourceDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table: the root's match, the delegate's match, whether the first covers the second. */
class MatchCoverTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{uri: {prefix: /a}}; {uri: {prefix: /a/b}}; true",
                "{uri: {prefix: /a/b}}; {uri: {prefix: /a}}; false",
                "{uri: {prefix: /a}}; {uri: {exact: /a/b}}; true",
                "{uri: {prefix: /a}}; {uri: {exact: /b}}; false",
                "{uri: {exact: /a}}; {uri: {exact: /a}}; true",
                "{uri: {exact: /a}}; {uri: {prefix: /a}}; false",
                "{uri: {regex: /a}}; {uri: {exact: /a}}; false",
                "{uri: {prefix: /a}}; {uri: {regex: /a}}; false",
                "{uri: {regex: /a}}; {method: {exact: GET}}; true",
                "{method: {exact: GET}}; {method: {exact: PUT}}; false",
                "{scheme: {exact: http}}; {scheme: {exact: https}}; false",
                "{authority: {prefix: a}}; {authority: {prefix: ab}}; true",
                "{headers: {x: {exact: '1'}}}; {headers: {x: {exact: '2'}}}; false",
                "{headers: {x: {exact: '1'}}}; {headers: {y: {exact: '2'}}}; true",
                "{withoutHeaders: {x: {exact: '1'}}}; {withoutHeaders: {x: {exact: '2'}}}; false",
                "{queryParams: {x: {exact: '1'}}}; {queryParams: {x: {exact: '2'}}}; false",
                "{port: 80}; {port: 81}; false",
                "{port: 80}; {uri: {prefix: /a}}; true",
                "{uri: {prefix: /a}, ignoreUriCase: true}; {uri: {prefix: /a}}; false",
                "{sourceLabels: {a: b}}; {sourceLabels: {a: c}}; false",
                "{sourceLabels: {a: b}}; {sourceLabels: {d: c}}; true",
                "{sourceNamespace: a}; {uri: {prefix: /a}}; false",
                "{sourceNamespace: a}; {sourceNamespace: a}; true",
                "{gateways: [a]}; {gateways: [b]}; false",
                "{gateways: [a, b]}; {gateways: [b]}; true",
            })
    void delegateMayOnlyNarrow(String root, String leaf, boolean covers) {
        assertEquals(covers, MatchCover.covers(match(root), match(leaf)));
    }

    private static HttpMatchRequest match(String yaml) {
        String document = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: vs}\n"
                + "spec: {hosts: [a.test], http: [{match: [" + yaml + "], directResponse: {status: 200}}]}\n";
        VirtualService service = (VirtualService)
                new ResourceDecoder().decode("x", document).resources().get(0);
        return service.http().get(0).match().get(0);
    }
}
