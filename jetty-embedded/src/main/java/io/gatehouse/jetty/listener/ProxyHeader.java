package io.gatehouse.jetty.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a PROXY header says, of version 1 or 2 (HAProxy, <em>The PROXY protocol</em>). Both addresses are null when it
 * says nothing of a client: UNKNOWN, LOCAL (the proxy's own connection) or an address that is none of IP.
 *
 * @param peer the client's address
 * @param local the address that the client connected to
 */
record ProxyHeader(
        @Nullable InetSocketAddress peer, @Nullable InetSocketAddress local) {
    /** A longer header, which only TLVs could make, is refused. */
    static final int MAX_BYTES = 4096;

    private static final ProxyHeader SILENT = new ProxyHeader(null, null);
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final byte[] PREFIX = {'P', 'R', 'O', 'X', 'Y', ' '};
    /** Of version 2: signature, version and command, family, length. */
    private static final int FIXED = 16;
    /** The longest line that version 1 allows, with its end. */
    private static final int MAX_LINE = 107;

    private static final Pattern LINE = Pattern.compile(
            "PROXY (TCP[46]) ([0-9a-fA-F.:]{2,39}) ([0-9a-fA-F.:]{2,39}) (0|[1-9]\\d{0,4}) (0|[1-9]\\d{0,4})");

    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int PORTS = 4;
    private static final int MAX_PORT = 0xffff;

    /** These bytes are no PROXY header. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String problem) {
            super(problem);
        }
    }

    /**
     * Reads a header and moves the position behind it.
     *
     * @return null, without having moved, when more bytes are needed
     */
    static @Nullable ProxyHeader read(ByteBuffer bytes) throws MalformedException {
        int start = bytes.position();
        ProxyHeader header = null;
        if (begins(bytes, SIGNATURE)) {
            header = bytes.remaining() < FIXED ? null : binary(bytes);
        } else if (begins(bytes, PREFIX)) {
            header = line(bytes);
        } else {
            throw new MalformedException("no PROXY header");
        }
        if (header == null) {
            bytes.position(start);
        }
        return header;
    }

    /** Whether the bytes that are there are those that it begins with. */
    private static boolean begins(ByteBuffer bytes, byte[] expected) {
        for (int i = 0; i < Math.min(expected.length, bytes.remaining()); i++) {
            if (bytes.get(bytes.position() + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ProxyHeader line(ByteBuffer bytes) throws MalformedException {
        int length = Math.min(bytes.remaining(), MAX_LINE);
        for (int i = 1; i < length; i++) {
            int at = bytes.position() + i;
            if (bytes.get(at) == '\n' && bytes.get(at - 1) == '\r') {
                byte[] text = new byte[i - 1];
                bytes.get(text);
                bytes.position(at + 1);
                return line(new String(text, StandardCharsets.US_ASCII));
            }
        }
        if (length == MAX_LINE) {
            throw new MalformedException("the line does not end");
        }
        return null;
    }

    private static ProxyHeader line(String text) throws MalformedException {
        if (text.equals("PROXY UNKNOWN") || text.startsWith("PROXY UNKNOWN ")) {
            return SILENT;
        }
        Matcher parts = LINE.matcher(text);
        if (!parts.matches()) {
            throw new MalformedException("not a PROXY line");
        }
        boolean six = parts.group(1).equals("TCP6");
        return new ProxyHeader(
                socket(parts.group(2), six, parts.group(4)), socket(parts.group(3), six, parts.group(5)));
    }

    private static InetSocketAddress socket(String address, boolean six, String port) throws MalformedException {
        // The pattern let digits, dots and colons pass only, so that no name is looked up.
        boolean shaped = six ? address.indexOf(':') >= 0 : address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        int number = Integer.parseInt(port);
        if (!shaped || number > MAX_PORT) {
            throw new MalformedException("not an address and port: " + address + " " + port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address), number);
        } catch (UnknownHostException notAnAddress) {
            throw new MalformedException("not an address: " + address);
        }
    }

    private static @Nullable ProxyHeader binary(ByteBuffer bytes) throws MalformedException {
        int start = bytes.position();
        int versionAndCommand = bytes.get(start + SIGNATURE.length) & 0xff;
        int family = (bytes.get(start + SIGNATURE.length + 1) & 0xff) >> 4;
        int length = bytes.getShort(start + SIGNATURE.length + 2) & 0xffff;
        int command = versionAndCommand & 0xf;
        if (versionAndCommand >> 4 != 2 || command > PROXY) {
            throw new MalformedException("neither version 2 nor a command of it: " + versionAndCommand);
        }
        if (FIXED + length > MAX_BYTES) {
            throw new MalformedException("too long: " + length);
        }
        if (bytes.remaining() < FIXED + length) {
            return null;
        }
        bytes.position(start + FIXED + length);
        if (command == LOCAL || family != IPV4 && family != IPV6) {
            return SILENT;
        }
        int size = family == IPV4 ? 4 : 16;
        if (length < 2 * size + PORTS) {
            throw new MalformedException("too short for its addresses: " + length);
        }
        int ports = start + FIXED + 2 * size;
        return new ProxyHeader(
                socket(bytes, start + FIXED, size, ports), socket(bytes, start + FIXED + size, size, ports + 2));
    }

    private static InetSocketAddress socket(ByteBuffer bytes, int at, int size, int port) throws MalformedException {
        byte[] octets = new byte[size];
        bytes.get(at, octets);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), bytes.getShort(port) & 0xffff);
        } catch (UnknownHostException wrongSize) {
            throw new MalformedException("not an address of " + size + " bytes");
        }
    }
}
