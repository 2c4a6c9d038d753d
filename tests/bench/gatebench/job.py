"""What a proxy is asked to do in a case; each peer turns it into a configuration of its own."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    """PEM files, and the same in a PKCS#12 key store for those that want one."""

    chain: Path
    key: Path
    keystore: Path
    password: str


@dataclass(frozen=True)
class Routes:
    """Many routes of one shape, each to the same upstream.

    Shapes: exact (hosts h1.example.com …), wildcard (hosts *.h1.example.com …), prefix (paths /p1/ …) and regex (paths
    /r1/[a-z0-9]+ …), numbered from 1.
    """

    shape: str
    count: int

    def hosts(self, number: int) -> str:
        """The host that a route is for."""
        if self.shape == "exact":
            return f"h{number}.example.com"
        if self.shape == "wildcard":
            return f"*.h{number}.example.com"
        return "*"

    def request(self, number: int) -> tuple[str, str]:
        """Host and path of a request that this route, and no other, answers."""
        return {
            "exact": (f"h{number}.example.com", "/"),
            "wildcard": (f"a.h{number}.example.com", "/"),
            "prefix": ("bench.example.com", f"/p{number}/x"),
            "regex": ("bench.example.com", f"/r{number}/abc123"),
        }[self.shape]


@dataclass(frozen=True)
class Job:
    """One port of 127.0.0.1 that forwards to one upstream.

    upstream_port: where the upstream listens on 127.0.0.1
    certificate: HTTPS with it, HTTP/1.1 and HTTP/2; None: plain HTTP/1.1
    upstream_protocol: http1 or h2c
    mode: http; grpc; websocket; tcp (bytes as they are); passthrough (TLS by SNI as it is)
    filters: what a route can ask for, all at once: CORS, a fault that never comes, rewrite, headers, retries, timeout
    changing: routes come from files that are changed under load
    """

    upstream_port: int
    certificate: Certificate | None = None
    upstream_protocol: str = "http1"
    mode: str = "http"
    filters: bool = False
    routes: Routes | None = None
    changing: bool = False
