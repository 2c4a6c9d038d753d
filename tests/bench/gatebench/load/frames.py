"""WebSocket messages of one size, as bytes (RFC 6455 §5.2), and no more than that."""

PAYLOAD = b"m" * 64
#: From a client: masked, here with a mask of zeros.
REQUEST = bytes([0x82, 0x80 | len(PAYLOAD), 0, 0, 0, 0]) + PAYLOAD
#: From a server.
ANSWER = bytes([0x82, len(PAYLOAD)]) + PAYLOAD
#: The key and its answer of RFC 6455 §1.3.
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
