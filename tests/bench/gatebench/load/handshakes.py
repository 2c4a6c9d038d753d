"""New TLS connections, one after the other, each with one request: full handshakes or resumed ones.

As a program: PORT resume|full SECONDS; prints a line of JSON. Several of them run at once.
"""

import json
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass

from ..network import HOST, NAME, client_context
from .load import Meter, Result, Target, percentiles

REQUEST = f"GET / HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()


@dataclass(frozen=True)
class Handshakes:
    resume: bool
    clients: int = 4

    def run(self, target: Target, seconds: float, meter: Meter) -> Result:
        mode = "resume" if self.resume else "full"
        command = [sys.executable, "-m", __name__, str(target.port), mode, str(seconds)]
        clients = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(self.clients)]
        lines = [client.communicate(timeout=seconds + 60)[0] for client in clients]
        target.output.write_text(" ".join(["python3", *command[1:]]) + "\n" + "".join(lines))
        said = [json.loads(line) for line in lines]
        times = [each for one in said for each in one["us"]]
        return Result(sum(one["connections"] for one in said), seconds, sum(one["errors"] for one in said), percentiles(times))


def connect(context: ssl.SSLContext, port: int, session: ssl.SSLSession | None) -> tuple[ssl.SSLSession | None, bool]:
    """One connection with one answer. Gives its session, and whether it was resumed."""
    with socket.create_connection((HOST, port), 10) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(plain, server_hostname=NAME, session=session) as stream:
            stream.sendall(REQUEST)
            if not stream.recv(16384).startswith(b"HTTP/1.1 200"):
                raise OSError("not a 200")
            try:
                while stream.recv(16384):
                    pass
            except ssl.SSLEOFError:
                pass  # closed without a close_notify: nothing is missing, the answer has a length
            return stream.session, stream.session_reused


def drive(port: int, resume: bool, seconds: float) -> dict:
    context = client_context()
    session = connect(context, port, None)[0] if resume else None
    connections, errors, times = 0, 0, []
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        try:
            _, reused = connect(context, port, session)
            # A full handshake where a resumed one was asked for is no result.
            errors += resume != reused
            connections += 1
        except OSError:
            errors += 1
        times.append(round((time.perf_counter() - start) * 1e6))
    return {"connections": connections, "errors": errors, "us": times}


if __name__ == "__main__":
    print(json.dumps(drive(int(sys.argv[1]), sys.argv[2] == "resume", float(sys.argv[3]))))
