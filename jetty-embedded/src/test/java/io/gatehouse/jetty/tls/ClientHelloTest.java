package io.gatehouse.jetty.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
    private static byte[] helloOf(String serverName) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        if (serverName != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
        }
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        byte[] hello = new byte[out.remaining()];
        out.get(hello);
        return hello;
    }

    /** The same message in records of a few bytes each. */
    private static byte[] fragmented(byte[] record, int size) {
        ByteBuffer message = ByteBuffer.wrap(record, 5, record.length - 5);
        ByteBuffer out = ByteBuffer.allocate(record.length * 6);
        while (message.hasRemaining()) {
            byte[] part = new byte[Math.min(size, message.remaining())];
            message.get(part);
            out.put(record, 0, 3).putShort((short) part.length).put(part);
        }
        out.flip();
        byte[] all = new byte[out.remaining()];
        out.get(all);
        return all;
    }

    @Test
    void serverNameIsReadInLowerCase() throws Exception {
        assertEquals(
                "app.example.com",
                ClientHello.read(ByteBuffer.wrap(helloOf("APP.example.com"))).serverName());
    }

    @Test
    void helloWithoutServerNameHasNone() throws Exception {
        assertNull(ClientHello.read(ByteBuffer.wrap(helloOf(null))).serverName());
    }

    @Test
    void everyPrefixAsksForMoreBytes() throws Exception {
        byte[] hello = fragmented(helloOf("app.example.com"), 50);
        for (int length = 0; length < hello.length; length++) {
            assertNull(ClientHello.read(ByteBuffer.wrap(hello, 0, length)), "of " + length + " bytes");
        }
        assertNotNull(ClientHello.read(ByteBuffer.wrap(hello)));
    }

    @Test
    void helloInOneByteRecordsIsRead() throws Exception {
        assertEquals(
                "app.example.com",
                ClientHello.read(ByteBuffer.wrap(fragmented(helloOf("app.example.com"), 1)))
                        .serverName());
    }

    @Test
    void clearTextIsRefusedAtItsFirstByte() {
        assertThrows(
                ClientHello.NotTlsException.class,
                () -> ClientHello.read(ByteBuffer.wrap("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void endlessHelloIsRefused() {
        byte[] flood = new byte[ClientHello.MAX_BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(flood);
        while (bytes.remaining() >= 6) {
            bytes.put(new byte[] {22, 3, 1, 0, 1, 1});
        }
        assertThrows(ClientHello.NotTlsException.class, () -> {
            assertNull(ClientHello.read(ByteBuffer.wrap(flood)));
        });
    }

    @Test
    void garbledHelloNeverBreaksTheReader() throws Exception {
        byte[] hello = helloOf("app.example.com");
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] garbled = hello.clone();
            for (int change = 0; change < 3; change++) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            try {
                ClientHello.read(ByteBuffer.wrap(garbled));
            } catch (ClientHello.NotTlsException refused) {
                assertNotNull(refused.getMessage());
            }
        }
    }
}
