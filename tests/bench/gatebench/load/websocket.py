"""WebSocket messages: each connection sends the next message when it has the answer to the last."""

import asyncio
import time
from dataclasses import dataclass

from ..network import HOST, NAME
from .frames import ANSWER, KEY, REQUEST
from .load import Meter, Result, Target, percentiles

UPGRADE = (
    f"GET / HTTP/1.1\r\nHost: {NAME}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n"
).encode()


@dataclass(frozen=True)
class WebSocketMessages:
    connections: int = 32

    def run(self, target: Target, seconds: float, meter: Meter) -> Result:
        times: list[float] = []
        errors = asyncio.run(self.drive(target.port, seconds, times, meter))
        found = Result(len(times), seconds, errors, percentiles(times))
        target.output.write_text(f"{self.connections} connections, messages of 64 bytes: {found}\n")
        return found

    async def drive(self, port: int, seconds: float, times: list[float], meter: Meter) -> int:
        loop = asyncio.get_running_loop()
        clients = [
            (await loop.create_connection(lambda: Client(times), HOST, port))[1] for _ in range(self.connections)
        ]
        await asyncio.sleep(0.5)
        times.clear()
        meter.start()
        await asyncio.sleep(seconds)
        meter.stop()
        counted = len(times)
        for client in clients:
            client.transport.abort()
        del times[counted:]
        return sum(client.broken for client in clients)


class Client(asyncio.Protocol):
    def __init__(self, times: list[float]):
        self.times = times
        self.received = b""
        self.open = False
        self.broken = 0

    def connection_made(self, transport):
        self.transport = transport
        transport.write(UPGRADE)

    def data_received(self, data):
        self.received += data
        if not self.open:
            head, found, self.received = self.received.partition(b"\r\n\r\n")
            if not found:
                self.received = head
                return
            self.open = True
            if not head.startswith(b"HTTP/1.1 101"):
                self.broken = 1
                self.transport.abort()
                return
            self.send()
        elif len(self.received) >= len(ANSWER):
            if self.received != ANSWER:
                self.broken = 1
                self.transport.abort()
                return
            self.received = b""
            self.times.append((time.perf_counter() - self.sent) * 1e6)
            self.send()

    def send(self):
        self.sent = time.perf_counter()
        self.transport.write(REQUEST)

    def connection_lost(self, error):
        if error:
            self.broken = 1
