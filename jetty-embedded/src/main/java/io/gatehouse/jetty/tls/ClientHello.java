package io.gatehouse.jetty.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a TLS client (RFC 8446 §4.1.2), read without answering it.
 *
 * @param serverName lower-case; null when the client sent none
 */
record ClientHello(@Nullable String serverName) {
    /** More than any client sends, even with post-quantum key shares. */
    static final int MAX_BYTES = 16_384;

    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int SERVER_NAME_EXTENSION = 0;
    private static final int HOST_NAME = 0;
    private static final int VERSION_AND_RANDOM = 34;

    /** The bytes are not the start of a TLS connection. */
    static final class NotTlsException extends Exception {
        private static final long serialVersionUID = 1L;

        NotTlsException(String message) {
            super(message);
        }
    }

    /**
     * Reads the message, which may be split over several records.
     *
     * @param bytes what has arrived so far; its position is left as it is
     * @return null while bytes are missing
     */
    static @Nullable ClientHello read(ByteBuffer bytes) throws NotTlsException {
        ByteBuffer message = message(bytes.duplicate());
        if (message == null) {
            if (bytes.remaining() >= MAX_BYTES) {
                throw new NotTlsException("ClientHello is too large");
            }
            return null;
        }
        try {
            return new ClientHello(serverName(message));
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            throw new NotTlsException("ClientHello is malformed");
        }
    }

    /** The content of the ClientHello; null while it is not complete. */
    private static @Nullable ByteBuffer message(ByteBuffer bytes) throws NotTlsException {
        byte[] collected = new byte[bytes.remaining()];
        int size = 0;
        while (bytes.hasRemaining()) {
            if (bytes.get(bytes.position()) != HANDSHAKE_RECORD
                    || bytes.remaining() > 1 && bytes.get(bytes.position() + 1) != 3) {
                throw new NotTlsException("no TLS handshake record");
            }
            if (bytes.remaining() < RECORD_HEADER) {
                return null;
            }
            bytes.position(bytes.position() + 3);
            int length = Short.toUnsignedInt(bytes.getShort());
            if (length == 0) {
                throw new NotTlsException("empty handshake record");
            }
            int available = Math.min(length, bytes.remaining());
            bytes.get(collected, size, available);
            size += available;
            ByteBuffer message = complete(ByteBuffer.wrap(collected, 0, size));
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    private static @Nullable ByteBuffer complete(ByteBuffer handshake) throws NotTlsException {
        if (handshake.remaining() < MESSAGE_HEADER) {
            return null;
        }
        int header = handshake.getInt();
        if (header >>> 24 != CLIENT_HELLO) {
            throw new NotTlsException("first message is no ClientHello");
        }
        int length = header & 0xffffff;
        if (length > MAX_BYTES) {
            throw new NotTlsException("ClientHello is too large");
        }
        return handshake.remaining() < length ? null : handshake.slice(handshake.position(), length);
    }

    private static @Nullable String serverName(ByteBuffer hello) {
        skip(hello, VERSION_AND_RANDOM);
        skip(hello, Byte.toUnsignedInt(hello.get()));
        skip(hello, Short.toUnsignedInt(hello.getShort()));
        skip(hello, Byte.toUnsignedInt(hello.get()));
        if (!hello.hasRemaining()) {
            return null;
        }
        ByteBuffer extensions = vector(hello);
        while (extensions.hasRemaining()) {
            int type = Short.toUnsignedInt(extensions.getShort());
            ByteBuffer extension = vector(extensions);
            if (type == SERVER_NAME_EXTENSION) {
                return hostName(extension);
            }
        }
        return null;
    }

    private static @Nullable String hostName(ByteBuffer extension) {
        ByteBuffer names = vector(extension);
        while (names.hasRemaining()) {
            int type = names.get();
            ByteBuffer name = vector(names);
            if (type == HOST_NAME) {
                return StandardCharsets.ISO_8859_1.decode(name).toString().toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static ByteBuffer vector(ByteBuffer from) {
        int length = Short.toUnsignedInt(from.getShort());
        ByteBuffer vector = from.slice(from.position(), Math.min(length, from.remaining()));
        skip(from, length);
        return vector;
    }

    private static void skip(ByteBuffer buffer, int length) {
        if (length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        buffer.position(buffer.position() + length);
    }
}
