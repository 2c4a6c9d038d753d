"""The upstream of the WebSocket case: accepts any upgrade and answers each message with one of the same size."""

import asyncio
import sys

from .frames import ACCEPT, ANSWER, REQUEST

SWITCHING = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Accept: {ACCEPT}\r\n\r\n"
).encode()
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.upgraded = False
        self.received = b""

    def data_received(self, data):
        self.received += data
        if not self.upgraded:
            head, found, rest = self.received.partition(b"\r\n\r\n")
            if not found:
                return
            self.upgraded = b"websocket" in head.lower()
            self.received = rest
            self.transport.write(SWITCHING if self.upgraded else PLAIN)
        whole = len(self.received) // len(REQUEST)
        if whole:
            self.received = self.received[whole * len(REQUEST) :]
            self.transport.write(ANSWER * whole)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
