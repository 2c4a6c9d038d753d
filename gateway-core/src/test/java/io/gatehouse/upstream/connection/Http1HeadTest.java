package io.gatehouse.upstream.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;

class Http1HeadTest {
    @Test
    void hostIsFirstAndNamesAreInLowerCase() {
        HttpFields fields = HttpFields.build().add("X-Upper", "As It Is").add("accept", "*/*");
        assertEquals(
                "GET /a?b=c HTTP/1.1\r\nhost: shop.test:80\r\nx-upper: As It Is\r\naccept: */*\r\n\r\n",
                written("GET", fields, 0));
    }

    @Test
    void lengthIsThatOfTheBodyWhateverTheFieldSays() {
        HttpFields fields = HttpFields.build().add("content-length", "999").add("a", "b");
        String head = written("PUT", fields, 5);
        assertTrue(head.endsWith("\r\na: b\r\ncontent-length: 5\r\n\r\n"), head);
        assertEquals(head.indexOf("content-length"), head.lastIndexOf("content-length"));
    }

    @Test
    void bodyOfUnknownLengthIsChunked() {
        String head = written("POST", HttpFields.build().add("transfer-encoding", "gzip"), -1);
        assertTrue(head.endsWith("\r\ntransfer-encoding: chunked\r\n\r\n"), head);
        assertEquals(head.indexOf("transfer-encoding"), head.lastIndexOf("transfer-encoding"));
    }

    @Test
    void methodsThatMayHaveABodySayThatThereIsNone() {
        assertTrue(written("POST", HttpFields.build(), 0).contains("\r\ncontent-length: 0\r\n"));
        assertTrue(
                written("GET", HttpFields.build().add("content-length", "0"), 0).contains("\r\ncontent-length: 0\r\n"));
        assertTrue(!written("GET", HttpFields.build(), 0).contains("content-length"));
    }

    @Test
    void nothingInAValueEndsItsLine() {
        HttpFields fields = HttpFields.build().add(new HttpField("x", "a\r\nevil: b") {});
        assertTrue(written("GET", fields, 0).contains("\r\nx: a  evil: b\r\n"));
    }

    private static String written(String method, HttpFields fields, long length) {
        RetainableByteBuffer head =
                new Http1Head(method, "/a?b=c", "shop.test:80", fields, length).write(new ArrayByteBufferPool());
        String text = BufferUtil.toString(head.getByteBuffer(), StandardCharsets.ISO_8859_1);
        head.release();
        return text;
    }
}
