"""Requests, bodies, messages and bytes over connections that stay open, and requests over those that don't."""

from ..bench import Bench
from ..job import Job
from ..load.h2load import H2load
from ..load.websocket import WebSocketMessages
from ..load.wrk import Wrk
from .load import LoadCase

MIB = 1 << 20
GRPC = {"content-type": "application/grpc", "te": "trailers"}
BROWSER = {"Origin": "https://shop.example.com", "x-removed": "1"}


def plain(bench: Bench) -> Job:
    return Job(bench.upstream.http)


def secure(bench: Bench) -> Job:
    return Job(bench.upstream.http, bench.certificates["rsa"])


def message(bench: Bench):
    return bench.work / "upstream" / "files" / "message"


def bodies(name: str, title: str, size: int, count: int, connections: int, upload: bool) -> LoadCase:
    """Bodies of one size, one way."""

    def load(bench: Bench) -> H2load:
        file = bench.work / "upstream" / "files" / ("100m" if size > MIB else "1m")
        path = "/upload" if upload else f"/{file.name}"
        body = file if upload else None
        return H2load(connections, 1, http1=True, path=path, body=body, count=count, size=size)

    # A round has few requests: the JVM would still be compiling in those that count.
    return LoadCase(name, title, "GiB", plain, load, warmups=2 if size > MIB else 5)


REQUESTS = [
    LoadCase(
        "http1",
        "HTTP/1.1, 64 connections, answers of 1 KiB",
        "request",
        plain,
        lambda bench: Wrk(64),
        lambda bench, rate: H2load(64, 1, http1=True, rate=rate),
    ),
    LoadCase(
        "https1",
        "HTTPS, HTTP/1.1, 64 connections",
        "request",
        secure,
        lambda bench: H2load(64, 1, http1=True),
        lambda bench, rate: H2load(64, 1, http1=True, rate=rate),
    ),
    LoadCase(
        "h2",
        "HTTPS, HTTP/2, 16 connections × 8 streams",
        "request",
        secure,
        lambda bench: H2load(16, 8),
        lambda bench, rate: H2load(16, 8, rate=rate),
    ),
    LoadCase(
        "h2c-upstream",
        "HTTP/1.1 to an upstream that speaks HTTP/2",
        "request",
        lambda bench: Job(bench.upstream.h2c, upstream_protocol="h2c"),
        lambda bench: Wrk(64),
    ),
    bodies("download-1m", "answers of 1 MiB, 16 connections", MIB, 1000, 16, upload=False),
    bodies("download-100m", "answers of 100 MiB, 4 connections", 100 * MIB, 12, 4, upload=False),
    bodies("upload-1m", "uploads of 1 MiB, 16 connections", MIB, 1000, 16, upload=True),
    bodies("upload-100m", "uploads of 100 MiB, 4 connections", 100 * MIB, 12, 4, upload=True),
    LoadCase("connections-1000", "HTTP/1.1, 1,000 connections", "request", plain, lambda bench: Wrk(1000)),
    LoadCase(
        "new-connections",
        "HTTP/1.1, a connection a request",
        "request",
        plain,
        lambda bench: Wrk(64, {"Connection": "close"}),
    ),
    LoadCase(
        "filters",
        "CORS, fault, rewrite, headers, retries and timeout on one route",
        "request",
        lambda bench: Job(bench.upstream.http, filters=True),
        lambda bench: Wrk(64, BROWSER),
    ),
    LoadCase(
        "grpc",
        "unary gRPC over TLS, 16 connections × 8 streams",
        "request",
        lambda bench: Job(bench.upstream.h2c, bench.certificates["rsa"], "h2c", "grpc"),
        lambda bench: H2load(16, 8, path="/bench.Bench/Call", headers=GRPC, body=message(bench)),
    ),
    LoadCase(
        "websocket",
        "WebSocket messages of 64 bytes there and back, 32 connections",
        "message",
        lambda bench: Job(bench.upstream.websocket, mode="websocket"),
        lambda bench: WebSocketMessages(),
    ),
    LoadCase(
        "tcp",
        "TCP route: 100 MiB answers as bytes, 4 connections",
        "GiB",
        lambda bench: Job(bench.upstream.http, mode="tcp"),
        lambda bench: H2load(4, 1, http1=True, path="/100m", count=12, size=100 * MIB),
    ),
    LoadCase(
        "passthrough",
        "TLS passed through by SNI: 100 MiB answers, 4 connections",
        "GiB",
        lambda bench: Job(bench.upstream.https, mode="passthrough"),
        lambda bench: H2load(4, 1, http1=True, path="/100m", count=12, size=100 * MIB),
    ),
]
