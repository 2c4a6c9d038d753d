package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that pass for the gateway's own once underscores and hyphens are one. */
class FieldTwinsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_Forwarded_For",
                "x-forwarded_for",
                "X_Forwarded_Client_Cert",
                "x_envoy_internal",
                "X_Request_ID",
                "Content_Length",
                "transfer_encoding"
            })
    void twinOfTheGatewaysOwnFieldIsRemoved(String name) {
        HttpFields.Mutable fields = HttpFields.build().add(name, "1");
        FieldTwins.remove(fields);
        assertEquals(0, fields.size());
    }

    @Test
    void otherFieldsWithUnderscoresPass() {
        HttpFields.Mutable fields = HttpFields.build().add("my_field", "1").add("X-Forwarded-For", "2");
        FieldTwins.remove(fields);
        assertTrue(fields.contains("my_field") && fields.contains("X-Forwarded-For"));
    }
}
