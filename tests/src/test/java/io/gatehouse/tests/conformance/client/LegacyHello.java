package io.gatehouse.tests.conformance.client;

import io.gatehouse.tests.conformance.data.ClientRequest;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLHandshakeException;

/**
 * The ClientHello of a client that speaks at most TLS 1.1, which this JDK will not send. No recorded gateway answers
 * one, so what matters is how it refuses.
 */
final class LegacyHello {
    private static final int[] CIPHERS = {0xc013, 0xc014, 0x002f, 0x0035};
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;

    private LegacyHello() {}

    static boolean needed(ClientRequest.Tls offer) {
        return "TLSv1".equals(offer.max()) || "TLSv1.1".equals(offer.max());
    }

    /** Throws what the refusal is, in the JDK's words; an accepted hello is an error of its own. */
    static void expectRefusal(Socket socket, ClientRequest.Tls offer) throws IOException {
        int version = "TLSv1".equals(offer.max()) ? 0x0301 : 0x0302;
        socket.getOutputStream().write(record(version, hello(version, offer.sni())));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int type = in.read();
        if (type < 0) {
            throw new EOFException("closed");
        }
        in.readFully(new byte[4]);
        if (type != ALERT) {
            throw new IOException("the gateway answered a TLS 1.1 hello with record type " + type);
        }
        in.readByte();
        throw new SSLHandshakeException("Received fatal alert: " + alertName(in.readByte()));
    }

    private static String alertName(int code) {
        return switch (code) {
            case 40 -> "handshake_failure";
            case 70 -> "protocol_version";
            case 71 -> "insufficient_security";
            default -> "alert_" + code;
        };
    }

    private static byte[] record(int version, byte[] hello) {
        ByteBuffer out = ByteBuffer.allocate(hello.length + 9);
        out.put((byte) HANDSHAKE).putShort((short) 0x0301).putShort((short) (hello.length + 4));
        out.put((byte) 1).put((byte) 0).putShort((short) hello.length).put(hello);
        return out.array();
    }

    private static byte[] hello(int version, String sni) {
        byte[] name = (sni == null ? "" : sni).getBytes(StandardCharsets.US_ASCII);
        int extensions = (sni == null ? 0 : name.length + 9) + 8 + 6;
        ByteBuffer out = ByteBuffer.allocate(2 + 32 + 1 + 2 + 2 * CIPHERS.length + 2 + 2 + extensions);
        out.putShort((short) version).put(new byte[32]).put((byte) 0);
        out.putShort((short) (2 * CIPHERS.length));
        for (int cipher : CIPHERS) {
            out.putShort((short) cipher);
        }
        out.put((byte) 1).put((byte) 0).putShort((short) extensions);
        if (sni != null) {
            out.putShort((short) 0).putShort((short) (name.length + 5)).putShort((short) (name.length + 3));
            out.put((byte) 0).putShort((short) name.length).put(name);
        }
        out.putShort((short) 10).putShort((short) 4).putShort((short) 2).putShort((short) 0x0017);
        out.putShort((short) 11).putShort((short) 2).put((byte) 1).put((byte) 0);
        return out.array();
    }
}
