"""Ports of the loopback interface, and the first answer on one."""

import http.client
import socket
import ssl

from .process import Program, await_true

HOST = "127.0.0.1"
NAME = "bench.example.com"


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def client_context(alpn: list[str] | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(alpn or ["http/1.1"])
    return context


def answers(
    port: int, tls: bool, host: str = NAME, path: str = "/", seconds: float = 5, header: str | None = None
) -> int | str | None:
    """The status of one request, or the value of a header of its answer; None when there is none."""
    try:
        with socket.create_connection((HOST, port), seconds) as plain:
            stream = client_context().wrap_socket(plain, server_hostname=NAME) if tls else plain
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            response = http.client.HTTPResponse(stream)
            response.begin()
            response.read()
            return response.getheader(header) if header else response.status
    except (OSError, http.client.HTTPException):
        return None


def connects(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), 1).close()
        return True
    except OSError:
        return False


def await_ready(program: Program, probe, seconds: float) -> None:
    """Waits until a probe is true; an error with the program's last words when it ends or takes too long."""

    def ready() -> bool:
        if not program.running():
            raise RuntimeError(f"{program.name} ended with {program.process.returncode}: {last_words(program)}")
        return bool(probe())

    try:
        await_true(ready, seconds, f"{program.name} is not ready")
    except TimeoutError as e:
        raise RuntimeError(f"{e}: {last_words(program)}") from None


def last_words(program: Program) -> str:
    return program.log.read_text(errors="replace")[-600:].strip()
